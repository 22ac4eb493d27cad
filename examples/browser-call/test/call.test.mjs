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
const TALK = 6000;

test('control: without encryption the operator has everything', async (t) => {
  const server = await serve();
  t.after(() => server.close());
  const chromium = await launch('chromium', { test: t });
  const firefox = await launch('firefox', { test: t, prefs: { 'media.cubeb.force_mock_context': true } });

  const ada = await Person.join(chromium, server.origin, 'Ada');
  const invitation = await ada.invitation();
  const grace = await Person.join(chromium, invitation, 'Grace');
  const emmy = await Person.join(firefox, invitation, 'Emmy');
  const people = [ada, grace, emmy];

  let pairs = 0;
  for (const one of people) {
    for (const other of people) {
      if (one === other) continue;
      const similarity = await one.untilItSeesAndHears(other);
      t.diagnostic(`${one.name} sees ${other.name}: ${similarity.toFixed(4)}`);
      pairs++;
    }
  }
  assert.equal(pairs, 6);
  await new Promise((resolve) => setTimeout(resolve, TALK));

  const ids = new Map();
  for (const person of people) ids.set(await person.id(), person.name);
  const room = new URLSearchParams(new URL(invitation).hash.slice(1)).get('room');
  for (const person of people) await person.leave();

  const folder = server.operator.recordingsOf(`${room}--clear`);
  const found = await recordings(folder);
  assert.equal(found.length, 6);
  for (const recording of found) {
    const name = ids.get(recording.participant);
    const file = await convert(recording, path.join(folder, recording.kind === 'video' ? `${name}.webm` : `${name}.opus`));
    const verdict = recording.kind === 'video' ? await judgePicture(file, name) : await judgeSound(file, name);
    t.diagnostic(`${name} ${recording.kind} ${JSON.stringify(verdict)}`);
  }
});
