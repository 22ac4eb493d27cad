// The comparison must not believe an implementation that does less than the others.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage } from '../driver/browser.mjs';
import { CASES, measureFrames } from '../driver/measure.mjs';

const CAUGHT = {
  forwards: /the bytes from 10 on are not sealed/,
  'trusts everything': /a changed frame was not refused/,
  'loses a frame': /frame \d+ of \d+ came out changed|\d+ of \d+ frames came out/,
  'changes a frame': /frame \d+ of \d+ came out changed/,
  'gives a frame twice': /came out changed|\d+ of \d+ frames came out/,
  complains: /reports \["a key is missing"\]/,
};

/** Those that are unsealed on purpose and must be caught by what comes out. */
const UNSEALED = ['loses a frame', 'changes a frame', 'gives a frame twice', 'complains'];

let opened;
let caught = 0;
before(async () => (opened = await openPage()));
after(async () => {
  await opened.close();
  assert.equal(caught, 6);
});

for (const [cheat, reason] of Object.entries(CAUGHT)) {
  test(cheat, async () => {
    const module = `/test/cheats.mjs#${encodeURIComponent(cheat)}`;
    const implementation = { name: cheat, module, seals: !UNSEALED.includes(cheat) };
    const cases = CASES.filter(({ bytes }) => bytes === 160);
    const measuring = measureFrames(opened, [implementation], { cases, rounds: 1, note: () => {} });
    await assert.rejects(measuring, ({ message }) => reason.test(message) || assert.fail(message));
    caught += 1;
  });
}
