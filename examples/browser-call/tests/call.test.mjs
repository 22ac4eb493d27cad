// A call of three people over a real SFU that records, and what its recordings show.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { launch } from '../../../bindings/wasm/tests/rig/browsers.mjs';
import { CHANCE, NOTHING, judgePicture, judgeSound } from '../operator/judge.mjs';
import { convert, lastBytes, recordings } from '../operator/recordings.mjs';
import { serve } from '../server.mjs';
import { Person } from './people.mjs';

/** How long everybody talks after everybody has seen everybody, in milliseconds. */
const TALK = 5000;

/**
 * How every sealed frame ends: version 1 of the transparent envelope and how many clear bytes stand in
 * front, which are 1 of Opus, 5 and 12 of VP8 (docs/transparent-envelope.md).
 */
const TRAILERS = { audio: [0x21], video: [0x25, 0x2c] };

test('control: without encryption the operator has everything', async (t) => {
  const { pictures, sounds, sentence } = await callOverOperator(t, { seal: false });
  for (const [name, { decoded, shown, similarity, frames, sealed }] of pictures) {
    assert.ok(sealed < frames / 2, `${name}: ${sealed} of ${frames} frames look sealed`);
    assert.ok(decoded >= 30, `${name}: ${decoded} pictures`);
    assert.equal(shown, decoded, `${name}: ${JSON.stringify(similarity)}`);
  }
  for (const [name, { windows, withTone, silent, frames, sealed }] of sounds) {
    assert.ok(sealed < frames / 2, `${name}: ${sealed} of ${frames} frames look sealed`);
    assert.ok(windows >= 100, `${name}: ${windows} windows of sound`);
    // The tone is on for half of the time.
    assert.ok(withTone >= 0.3 * windows && withTone + silent >= 0.8 * windows, `${name}: ${withTone} and ${silent} of ${windows}`);
  }
  assert.match(sentence, /^ffmpeg decoded \d+ pictures\. All of them show what you sent\. The tone is in \d\d % of /);
});

test('with FrameSeal the operator has nothing', async (t) => {
  const { pictures, sounds, sentence } = await callOverOperator(t, { seal: true });
  for (const [name, { decoded, shown, similarity, bytes, frames, sealed }] of pictures) {
    // As much as in the control goes through Janus and is recorded.
    assert.ok(bytes > 50_000 && frames >= 30, `${name}: ${bytes} bytes, ${frames} frames`);
    assert.equal(sealed, frames, `${name}: frames that are not sealed`);
    assert.equal(shown, 0, `${name}: ${JSON.stringify(similarity)}`);
    if (decoded > 0) assert.ok(Math.max(similarity.max, -similarity.min) < NOTHING, `${name}: ${JSON.stringify(similarity)}`);
  }
  for (const [name, { windows, withTone, frames, sealed }] of sounds) {
    assert.ok(windows >= 100 && frames >= 100, `${name}: ${windows} windows of sound, ${frames} frames`);
    assert.equal(sealed, frames, `${name}: frames that are not sealed`);
    assert.ok(withTone <= windows / CHANCE, `${name}: the tone in ${withTone} of ${windows}`);
  }
  assert.match(sentence, /^ffmpeg decoded (not a single picture|\d+ pictures?\. None of them shows what you sent)\. The tone is (nowhere|in 0 %) of /);
});

/**
 * Has people call each other: three of whom one goes and another comes. Gives the verdicts on
 * each one's recording by their names, and what the page said of the first one's.
 */
async function callOverOperator(t, { seal }) {
  const server = await serve();
  t.after(() => server.close());
  const chromium = await launch('chromium', { test: t });
  const firefox = await launch('firefox', { test: t });
  const join = async (browser, address, name) => {
    const person = await Person.join(browser, address, name);
    if (!seal) await person.goClear();
    return person;
  };

  const ada = await join(chromium, server.origin, 'Ada');
  const invitation = await ada.invitation();
  const grace = await join(chromium, invitation, 'Grace');
  const emmy = await join(firefox, invitation, 'Emmy');
  let pairs = await everybodySeesAndHears(t, [ada, grace, emmy]);
  const code = await codeOf([ada, grace, emmy], seal);

  const ids = new Map([[await grace.id(), 'Grace']]);
  await grace.leave();
  const hedy = await join(chromium, invitation, 'Hedy');
  pairs += await everybodySeesAndHears(t, [ada, emmy, hedy]);
  assert.equal(pairs, 12);
  assert.deepEqual((await ada.names()).sort(), ['Ada (you)', 'Emmy', 'Hedy']);
  const said = (await ada.announcements()).slice(-2);
  if (seal) {
    assert.notEqual(await codeOf([ada, emmy, hedy], seal), code);
    assert.deepEqual(said, ['Grace has left. The call code has changed.', 'Hedy has joined. The call code has changed.']);
    for (const name of ['Emmy', 'Hedy']) assert.equal(await ada.lockOf(name), 'Encrypted, not verified');
  } else {
    assert.deepEqual(said, ['Grace has left.', 'Hedy has joined.']);
    for (const name of ['Emmy', 'Hedy']) assert.equal(await ada.lockOf(name), 'Not encrypted');
  }

  await new Promise((resolve) => setTimeout(resolve, TALK));
  const sentence = await ada.untilTheOperatorWasAsked();
  for (const person of [ada, emmy, hedy]) ids.set(await person.id(), person.name);
  for (const person of [ada, emmy, hedy]) await person.leave();
  const { room, secret } = Object.fromEntries(new URLSearchParams(new URL(invitation).hash.slice(1)));
  const folder = server.operator.recordingsOf(seal ? room : `${room}--clear`);
  const verdicts = await judge(folder, ids);
  print(t, verdicts);
  if (seal) await searchForSecret(t, folder, secret);
  return { ...verdicts, sentence };
}

/** All have the same call code, or none has any. */
async function codeOf(people, seal) {
  const codes = new Set(await Promise.all(people.map((person) => person.code())));
  assert.equal(codes.size, 1, [...codes].join(', '));
  const [code] = codes;
  assert.match(code, seal ? /^\d{30}$/ : /^$/);
  return code;
}

/** The secret of the link is in nothing that the operator keeps: neither key messages nor media. */
async function searchForSecret(t, folder, secret) {
  const bytes = Buffer.from(secret, 'base64url');
  assert.equal(bytes.length, 32);
  const spellings = [bytes, ...['base64url', 'base64', 'hex'].map((it) => Buffer.from(bytes.toString(it).replace(/=+$/, '')))];
  const lines = (await readFile(path.join(folder, 'key-messages.jsonl'), 'utf8')).split('\n').filter(Boolean);
  const messages = lines.map((line) => Buffer.from(JSON.parse(line).message, 'base64'));
  const media = await Promise.all((await recordings(folder)).map(({ file }) => readFile(file)));
  assert.ok(messages.length >= 20, `${messages.length} key messages`);
  assert.equal(media.length, 8);
  for (const kept of [...messages, ...media]) {
    for (const spelling of spellings) assert.ok(!kept.includes(spelling));
  }
  // Names are in them, and so are found: the search does not look past what is there.
  for (const name of ['Ada', 'Grace', 'Emmy', 'Hedy']) {
    assert.ok(messages.some((it) => it.includes(name)), name);
  }
  t.diagnostic(`${messages.length} key messages and ${media.length} recordings searched for the secret: it is in none`);
}

async function everybodySeesAndHears(t, people) {
  let pairs = 0;
  for (const one of people) {
    for (const other of people) {
      if (one === other) continue;
      const similarity = await one.untilItSeesAndHears(other);
      t.diagnostic(`${one.name} (${one.page.browser.name}) sees and hears ${other.name}: similarity ${similarity.toFixed(3)}`);
      pairs++;
    }
  }
  return pairs;
}

/** Does with a folder of recordings what its owner can. */
async function judge(folder, ids) {
  const [pictures, sounds] = [new Map(), new Map()];
  for (const recording of await recordings(folder)) {
    const name = ids.get(recording.participant);
    const isVideo = recording.kind === 'video';
    const file = await convert(recording, path.join(folder, `${name}.${isVideo ? 'webm' : 'opus'}`));
    const verdict = await (isVideo ? judgePicture : judgeSound)(file, name);
    assert.ok(name !== undefined, `a recording of nobody: ${recording.file}`);
    (isVideo ? pictures : sounds).set(name, { ...verdict, bytes: recording.bytes, ...(await countSealed(recording)) });
  }
  const everybody = [...ids.values()].sort();
  assert.deepEqual([...pictures.keys()].sort(), everybody);
  assert.deepEqual([...sounds.keys()].sort(), everybody);
  return { pictures, sounds };
}

/** How many frames of a recording end as sealed ones do. */
async function countSealed(recording) {
  const bytes = await lastBytes(recording);
  return { frames: bytes.length, sealed: bytes.filter((it) => TRAILERS[recording.kind].includes(it)).length };
}

function print(t, { pictures, sounds }) {
  const number = (it) => (it === null ? '–' : it.toFixed(2));
  const line = (...cells) => t.diagnostic(cells.map((cell) => String(cell).padEnd(12)).join(''));
  line('recording', 'bytes', 'frames', 'sealed', 'pictures', 'shown', 'similarity', 'PSNR', 'seconds', 'tone in', 'silent');
  for (const [name, picture] of pictures) {
    const sound = sounds.get(name);
    line(name, picture.bytes + sound.bytes, picture.frames + sound.frames, picture.sealed + sound.sealed, picture.decoded, picture.shown,
      `≤ ${number(picture.similarity.max)}`, number(picture.psnr.mean), sound.seconds.toFixed(1), `${sound.withTone}/${sound.windows}`, sound.silent);
  }
}
