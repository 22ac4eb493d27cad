// People for the tests: each in a browser of its own profile, joining through the page's form.

import assert from 'node:assert/strict';

import { HEIGHT, WIDTH, seedOf } from '../page/known-picture.mjs';
import { comparePicture, referenceOf } from '../operator/judge.mjs';

/** Milliseconds: a connection takes two or three seconds, more when the machine is busy. */
const PATIENCE = 45_000;

/** Somebody in the call. */
export class Person {
  constructor(name, page) {
    this.name = name;
    this.page = page;
  }

  /** Opens the page in a browser and joins through the form, with the test picture. */
  static async join(browser, address, name) {
    const person = new Person(name, await browser.newPage(address));
    await person.join();
    return person;
  }

  /** Joins through the form of the page, with the test picture. */
  async join() {
    await this.page.evaluate((name) => {
      document.getElementById('name').value = name;
      document.querySelector('[name="source"][value="test"]').checked = true;
      document.getElementById('join-button').click();
    }, this.name);
    await this.until('to be in the call', () => !document.getElementById('call').hidden);
  }

  /** Goes over to the call without encryption. */
  async goClear() {
    await this.page.evaluate(() => document.getElementById('clear').click());
    await this.until('for the call without encryption', () => !document.getElementById('call').hidden && !document.getElementById('clear-banner').hidden);
  }

  /** The address that somebody else needs to join. */
  invitation() {
    return this.page.evaluate(() => location.href);
  }

  /** Janus's id of this person, which its recordings carry. */
  id() {
    return this.page.evaluate(() => document.getElementById('whose').options[0].value);
  }

  async leave() {
    await this.page.evaluate(() => document.getElementById('leave').click());
    await this.until('to have left', () => !document.getElementById('join').hidden);
  }

  /**
   * Waits until this person sees and hears somebody: the picture is theirs, it moves, and the
   * tone is theirs. Gives the similarity of the last picture.
   */
  async untilItSeesAndHears(other) {
    const reference = referenceOf(other.name);
    const numbers = new Set();
    let seen = { similarity: 0 };
    const end = Date.now() + PATIENCE;
    while (numbers.size < 3) {
      const pixels = await this.#pixels(other.name);
      if (pixels) {
        seen = comparePicture(pixels, reference);
        if (seen.similarity >= 0.95) numbers.add(seen.number);
      }
      assert.ok(Date.now() < end, `${this.name} does not see ${other.name}: similarity ${seen.similarity}, ${numbers.size} pictures`);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    const loudest = await this.page.evaluate(loudestFrequency, other.name, PATIENCE, seedOf(other.name).tone);
    assert.ok(Math.abs(loudest - seedOf(other.name).tone) < 12, `${this.name} hears ${loudest} Hz of ${other.name}`);
    return seen.similarity;
  }

  /** Has the operator's copy of one's own picture played, and gives what the page says of it. */
  async untilTheOperatorWasAsked() {
    await this.until('for the operator’s copy', () => {
      const [look, verdict] = ['look', 'verdict'].map((id) => document.getElementById(id));
      // Of who has just joined nothing is recorded yet.
      if (!look.disabled && !verdict.textContent.startsWith('ffmpeg decoded')) look.click();
      return !look.disabled && verdict.textContent.startsWith('ffmpeg decoded');
    });
    return this.page.evaluate(() => document.getElementById('verdict').textContent);
  }

  /** What the page says of how well somebody is protected, in the list and on the picture. */
  async lockOf(name) {
    const [inList, onPicture] = await this.page.evaluate((name) => ['#people li', '.tile'].map((all) => {
      const it = [...document.querySelectorAll(all)].find((it) => it.querySelector('.name').textContent === name);
      return it?.querySelector('.lock, .lock-label').textContent ?? null;
    }), name);
    assert.equal(inList, onPicture, `of ${name}`);
    return inList;
  }

  /** Waits until the page says so of somebody. */
  async untilLockOf(name, text) {
    const end = Date.now() + PATIENCE;
    for (let shown; (shown = await this.lockOf(name)) !== text; ) {
      assert.ok(Date.now() < end, `of ${name} the page says to ${this.name}: ${shown}\n${this.page.report()}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** The digits of the call code. */
  code() {
    return this.page.evaluate(() => document.getElementById('code').textContent);
  }

  /** What a screen reader was given to say. */
  announcements() {
    return this.page.evaluate(() => [...document.getElementById('announcements').children].map((it) => it.textContent));
  }

  /** Opens the dialog about somebody. */
  async openDialog(name) {
    await this.page.evaluate((name) => {
      [...document.querySelectorAll('#people li')].find((it) => it.querySelector('.name').textContent === name).querySelector('button').click();
    }, name);
    await this.until('for the dialog', () => document.getElementById('verify').open);
  }

  /** Presses a button of the dialog. */
  press(id) {
    return this.page.evaluate((id) => document.getElementById(id).click(), id);
  }

  /** Waits for pictures to compare, and gives their names. */
  async pictures() {
    await this.until('for pictures to compare', () => document.querySelectorAll('#verify-pictures:not([hidden]) #pictures li').length > 0);
    return this.page.evaluate(() => [...document.querySelectorAll('#pictures li span:last-child')].map((it) => it.textContent));
  }

  /** Names of those in the list of people, oneself first. */
  names() {
    return this.page.evaluate(() => [...document.querySelectorAll('#people .name')].map((it) => it.textContent));
  }

  /** Waits until a function of the page is true. */
  async until(what, condition, ...args) {
    const end = Date.now() + PATIENCE;
    while (!(await this.page.evaluate(condition, ...args))) {
      assert.ok(Date.now() < end, `${this.name} waited ${PATIENCE / 1000} s ${what}\n${this.page.report()}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** The picture of somebody at a quarter of its size, or null while there is none. */
  async #pixels(name) {
    const base64 = await this.page.evaluate(grab, name, WIDTH / 4, HEIGHT / 4);
    return base64 && Buffer.from(base64, 'base64');
  }
}

// Runs in the page.
function grab(name, width, height) {
  const tile = [...document.querySelectorAll('.tile')].find((it) => it.querySelector('.name').textContent === name);
  const video = tile?.querySelector('video');
  if (!video?.videoWidth) return null;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.imageSmoothingQuality = 'high';
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  let text = '';
  for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(data[at], data[at + 1], data[at + 2]);
  return btoa(text);
}

// Runs in the page.
async function loudestFrequency(name, patience, expected) {
  const tile = [...document.querySelectorAll('.tile')].find((it) => it.querySelector('.name').textContent === name);
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(tile.querySelector('video').srcObject).connect(analyser);
  const bins = new Float32Array(analyser.frequencyBinCount);
  let loudest = 0;
  for (const end = Date.now() + patience; Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    analyser.getFloatFrequencyData(bins);
    const bin = bins.indexOf(Math.max(...bins));
    if (bins[bin] < -60) continue;
    loudest = (bin * context.sampleRate) / analyser.fftSize;
    if (Math.abs(loudest - expected) < 12) break;
  }
  await context.close();
  return loudest;
}
