// How long it takes from nothing to the first sealed frame: a page that was never loaded, a worker
// that was never started, and the engine from the server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER_NAMES, launch } from './rig/browsers.mjs';
import { columns } from './rig/rows.mjs';
import { folders } from './rig/sealed.mjs';
import { RIG, serve } from './rig/server.mjs';

const TIMES = 5;
/** ms that FrameSeal has for the engine, a counter reservation and a key, on a machine with nothing else to do. */
const READY_MS = 100;
/** On a busy one a worker that does nothing takes long, too; FrameSeal may take so many times that. */
const TIMES_AN_EMPTY_WORKER = 5;

test('from nothing to the first sealed frame', { timeout: 120_000 }, async (t) => {
  const server = await serve(folders(RIG));
  t.after(() => server.close());
  let runs = 0;
  for (const name of BROWSER_NAMES) {
    const browser = await launch(name, { test: t });
    const found = [];
    for (let time = 0; time < TIMES; time += 1) {
      const page = await browser.newPage(`${server.origin}/rig/pages/startup.html`);
      const marks = await page.evaluate(() => started);
      found.push({ ...marks, 'FrameSeal takes': marks['key ready'] - marks['scripts loaded'] });
      await page.close();
      runs += 1;
    }
    const words = Object.keys(found[0]);
    const medians = Object.fromEntries(words.map((word) => [word, median(found.map((marks) => marks[word]))]));
    console.log(columns([
      [`${name}, ms`, 'median', ...found.map((_, index) => `run ${index + 1}`)],
      ...words.map((word) => [word, medians[word].toFixed(0), ...found.map((marks) => marks[word].toFixed(0))]),
    ]));
    const limit = Math.max(READY_MS, TIMES_AN_EMPTY_WORKER * medians['an empty worker takes']);
    assert.ok(medians['FrameSeal takes'] < limit, `${name}: ${medians['FrameSeal takes']} ms of ${limit} until the key was ready`);
    assert.ok(found.every((marks) => marks['first sealed frame'] >= marks['engine ready']));
    await browser.close();
  }
  assert.equal(runs, BROWSER_NAMES.length * TIMES);
});

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
