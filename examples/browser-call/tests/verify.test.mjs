// How people find out whether somebody is in between, and what an operator that is can do.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { launch } from '../../../bindings/wasm/tests/rig/browsers.mjs';
import { serve } from '../server.mjs';
import { InTheMiddle } from './in-the-middle.mjs';
import { Person } from './people.mjs';

const UNVERIFIED = 'Encrypted, not verified';
const VERIFIED = 'Encrypted, verified';

test('two compare pictures and are verified, also the next time they meet', async (t) => {
  const { ada, grace } = await meeting(t);
  await ada.untilLockOf('Grace', UNVERIFIED);
  await grace.untilLockOf('Ada', UNVERIFIED);
  assert.equal(await ada.code(), await grace.code());
  assert.ok(await squareOf(ada), 'the code as a square');

  const pictures = await compare(ada, grace);
  assert.equal(pictures[0].length, 5);
  assert.deepEqual(pictures[0], pictures[1]);
  for (const person of [ada, grace]) await person.press('verify-same');
  await ada.untilLockOf('Grace', VERIFIED);
  await grace.untilLockOf('Ada', VERIFIED);

  await grace.page.reload();
  await grace.join();
  await ada.untilLockOf('Grace', VERIFIED);
  await grace.untilLockOf('Ada', VERIFIED);

  await ada.openDialog('Grace');
  await ada.press('verify-forget');
  await ada.untilLockOf('Grace', UNVERIFIED);
  await ada.press('verify-all');
  await ada.untilLockOf('Grace', VERIFIED);
  assert.deepEqual(ada.page.errors, []);
});

test('two windows of one browser are two devices', async (t) => {
  const { ada } = await meeting(t, ['Ada']);
  const window = await ada.page.native.context().newPage();
  await window.goto(await ada.invitation());
  const grace = new Person('Grace', { evaluate: (fn, ...args) => window.evaluate(`(${fn})(...${JSON.stringify(args)})`), report: () => '' });
  await grace.join();
  await ada.untilLockOf('Grace', UNVERIFIED);
  await grace.untilLockOf('Ada', UNVERIFIED);
});

test('an operator in the middle that has the link gets in, and the codes tell', async (t) => {
  const { ada, grace, middle } = await meeting(t, ['Ada', 'Grace'], { hasSecret: true });
  // All looks well: each sees the other's name, under the operator's keys.
  await ada.until('to see Grace', () => document.querySelectorAll('#people li').length === 2);
  await grace.until('to see Ada', () => document.querySelectorAll('#people li').length === 2);
  assert.deepEqual([(await ada.names())[1], (await grace.names())[1]], ['Grace', 'Ada']);
  assert.deepEqual(middle.sees.sort(), ['Ada', 'Grace']);

  const codes = [await ada.code(), await grace.code()];
  t.diagnostic(`the code in Ada’s page ${codes[0]}, in Grace’s ${codes[1]}`);
  for (const code of codes) assert.match(code, /^\d{30}$/);
  assert.notEqual(codes[0], codes[1]);

  await ada.openDialog('Grace');
  await ada.press('verify-compare');
  middle.startComparison('Grace');
  await grace.until('to be asked', () => document.getElementById('verify').open);
  await grace.press('verify-compare');
  const pictures = [await ada.pictures(), await grace.pictures()];
  t.diagnostic(`the pictures in Ada’s page ${pictures[0].join(', ')}; in Grace’s ${pictures[1].join(', ')}`);
  assert.deepEqual(pictures.map((it) => it.length), [5, 5]);
  assert.notDeepEqual(pictures[0], pictures[1]);
  await ada.press('verify-differ');
  const warning = await ada.page.evaluate(() => document.getElementById('verify-failure').textContent);
  assert.match(warning, /^Somebody is in between you and Grace\. /);
  assert.notEqual(await ada.lockOf('Grace'), VERIFIED);
});

test('without the link’s secret an operator in the middle gets nowhere, and members are told', async (t) => {
  const { ada, grace, middle } = await meeting(t, ['Ada', 'Grace'], { hasSecret: false });
  for (const person of [ada, grace]) {
    await person.until('to be told', () => !document.getElementById('refusal').hidden);
    assert.match((await person.announcements()).join(), /Somebody without the secret of this link tried to join, and was not let in\./);
    assert.deepEqual(await person.names(), [`${person.name} (you)`]);
    assert.equal(await person.code(), '');
  }
  assert.deepEqual(middle.sees, []);
});

test('a picture that the operator gives out as somebody else’s is not shown', async (t) => {
  const { ada, grace, browser } = await meeting(t);
  await ada.untilItSeesAndHears(grace);
  const ids = await ada.page.evaluate(() => [...document.querySelectorAll('.tile')].map((it) => it.dataset.key));
  const [, idOfGrace] = ids;
  const [, idOfAda] = await grace.page.evaluate(() => [...document.querySelectorAll('.tile')].map((it) => it.dataset.key));

  // To Emmy the operator says that Ada's feed is Grace's and the other way round.
  const emmy = new Person('Emmy', await browser.newPage('about:blank'));
  await emmy.page.native.addInitScript(`{
    const [a, b] = ${JSON.stringify([idOfAda, idOfGrace])};
    const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
    const swap = (it) => it.replaceAll(a, 'first').replaceAll(b, a).replaceAll('first', b);
    Object.defineProperty(MessageEvent.prototype, 'data', {
      get() {
        const data = get.call(this);
        return this.target?.url?.endsWith('/janus') ? swap(data) : data;
      },
    });
  }`);
  await emmy.page.goto(await ada.invitation());
  await emmy.join();
  for (const { name } of [ada, grace]) {
    await emmy.untilLockOf(name, 'The operator sends somebody else’s frames: not shown');
    const shown = await emmy.page.evaluate((name) => {
      const video = [...document.querySelectorAll('.tile')].find((it) => it.querySelector('.name').textContent === name).querySelector('video');
      return { tracks: video.srcObject.getTracks().length, visibility: getComputedStyle(video).visibility, width: video.videoWidth };
    }, name);
    assert.deepEqual(shown, { tracks: 0, visibility: 'hidden', width: 0 });
  }
  // They see each other as before, and Emmy.
  await ada.untilItSeesAndHears(emmy);
  await ada.untilItSeesAndHears(grace);
});

test('a link whose secret is cut joins nothing', async (t) => {
  const { browser, server } = await meeting(t, []);
  const page = await browser.newPage(`${server.origin}/#room=a-b&secret=AAAA`);
  const shown = await page.evaluate(() => {
    document.getElementById('name').value = 'Ada';
    document.getElementById('join-button').click();
    return document.getElementById('join-problem').textContent;
  });
  assert.match(shown, /^This link is not whole/);
});

/** Has people join a call in Chromium, each with a profile of their own. */
async function meeting(t, names = ['Ada', 'Grace'], { hasSecret } = {}) {
  const server = await serve();
  t.after(() => server.close());
  const browser = await launch('chromium', { test: t });
  const secret = crypto.getRandomValues(Buffer.alloc(32));
  const room = 'heron-willow';
  let middle;
  if (hasSecret !== undefined) {
    middle = await InTheMiddle.begin(server.relay, { room, secret: hasSecret ? secret : crypto.getRandomValues(Buffer.alloc(32)), names });
    t.after(() => middle.stop());
  }
  const address = `${server.origin}/#room=${room}&secret=${secret.toString('base64url')}`;
  const people = {};
  for (const name of names) people[name.toLowerCase()] = await Person.join(browser, address, name);
  return { ...people, browser, server, middle };
}

/** Has the first ask the second to compare, and gives the pictures that both see. */
async function compare(asking, asked) {
  await asking.openDialog(asked.name);
  await asking.press('verify-compare');
  await asked.until('to be asked', () => document.getElementById('verify').open);
  const title = await asked.page.evaluate(() => document.getElementById('verify-title').textContent);
  assert.equal(title, `${asking.name} wants to compare pictures`);
  await asked.press('verify-compare');
  return [await asking.pictures(), await asked.pictures()];
}

/** Whether the square is there: the image has been drawn. */
function squareOf(person) {
  return person.page.evaluate(() => document.getElementById('code-square').naturalWidth > 0);
}
