// A call of three people over a real SFU that records, and what its recordings show.

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { launch } from '../../../bindings/wasm/tests/rig/browsers.mjs';
import { judgePicture, judgeSound } from '../operator/judge.mjs';
import { convert, recordings } from '../operator/recordings.mjs';
import { serve } from '../server.mjs';
import { Person } from './people.mjs';

/** How long everybody talks after everybody has seen everybody, in milliseconds. */
const TALK = 5000;

test('control: without encryption the operator has everything', async (t) => {
  const { pictures, sounds, sentence } = await callOverOperator(t, { seal: false });
  for (const [name, { decoded, shown, similarity }] of pictures) {
    assert.ok(decoded >= 30, `${name}: ${decoded} pictures`);
    assert.equal(shown, decoded, `${name}: ${JSON.stringify(similarity)}`);
  }
  for (const [name, { windows, withTone, silent }] of sounds) {
    assert.ok(windows >= 100, `${name}: ${windows} windows of sound`);
    // The tone is on for half of the time.
    assert.ok(withTone >= 0.3 * windows && withTone + silent >= 0.8 * windows, `${name}: ${withTone} and ${silent} of ${windows}`);
  }
  assert.match(sentence, /^ffmpeg decoded \d+ pictures\. All of them show what you sent\. The tone is in \d\d % of /);
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

  const ada = await Person.join(chromium, server.origin, 'Ada');
  const invitation = await ada.invitation();
  const grace = await Person.join(chromium, invitation, 'Grace');
  const emmy = await Person.join(firefox, invitation, 'Emmy');
  let pairs = await everybodySeesAndHears(t, [ada, grace, emmy]);

  const ids = new Map([[await grace.id(), 'Grace']]);
  await grace.leave();
  const hedy = await Person.join(chromium, invitation, 'Hedy');
  pairs += await everybodySeesAndHears(t, [ada, emmy, hedy]);
  assert.equal(pairs, 12);
  assert.deepEqual((await ada.names()).sort(), ['Ada (you)', 'Emmy', 'Hedy']);

  await new Promise((resolve) => setTimeout(resolve, TALK));
  const sentence = await ada.untilTheOperatorWasAsked();
  for (const person of [ada, emmy, hedy]) ids.set(await person.id(), person.name);
  for (const person of [ada, emmy, hedy]) await person.leave();
  const room = new URLSearchParams(new URL(invitation).hash.slice(1)).get('room');
  const verdicts = await judge(server.operator.recordingsOf(seal ? room : `${room}--clear`), ids);
  print(t, verdicts);
  return { ...verdicts, sentence };
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
    (isVideo ? pictures : sounds).set(name, { ...verdict, bytes: recording.bytes });
  }
  const everybody = [...ids.values()].sort();
  assert.deepEqual([...pictures.keys()].sort(), everybody);
  assert.deepEqual([...sounds.keys()].sort(), everybody);
  return { pictures, sounds };
}

function print(t, { pictures, sounds }) {
  const number = (it) => (it === null ? '–' : it.toFixed(2));
  const line = (...cells) => t.diagnostic(cells.map((cell) => String(cell).padEnd(12)).join(''));
  line('recording', 'bytes', 'pictures', 'shown', 'similarity', 'PSNR', 'seconds', 'tone in', 'silent');
  for (const [name, picture] of pictures) {
    const sound = sounds.get(name);
    line(name, picture.bytes + sound.bytes, picture.decoded, picture.shown, `≤ ${number(picture.similarity.max)}`, number(picture.psnr.mean),
      sound.seconds.toFixed(1), `${sound.withTone}/${sound.windows}`, sound.silent);
  }
}
