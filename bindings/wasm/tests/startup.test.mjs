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
/**
 * On a busy one a worker that only does what has to be done takes long, too; FrameSeal, beside
 * which a call begins, may take so many times that.
 */
const TIMES_THE_FLOOR = 4;

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
      await page.close();
      // In a process of its own: a module that was compiled there before would come for nothing.
      const blank = await browser.newPage(`${server.origin}/rig/pages/blank.html`);
      const floor = await blank.evaluate(floorOf);
      await blank.close();
      found.push({ ...marks, 'FrameSeal takes': marks['key ready'] - marks['scripts loaded'], 'a bare worker takes': floor });
      runs += 1;
    }
    const words = Object.keys(found[0]);
    const medians = Object.fromEntries(words.map((word) => [word, median(found.map((marks) => marks[word]))]));
    console.log(columns([
      [`${name}, ms`, 'median', ...found.map((_, index) => `run ${index + 1}`)],
      ...words.map((word) => [word, medians[word].toFixed(0), ...found.map((marks) => marks[word].toFixed(0))]),
    ]));
    const limit = Math.max(READY_MS, TIMES_THE_FLOOR * medians['a bare worker takes']);
    assert.ok(medians['FrameSeal takes'] < limit, `${name}: ${medians['FrameSeal takes']} ms of ${limit} until the key was ready`);
    assert.ok(found.every((marks) => marks['first sealed frame'] >= marks['engine ready']));
    await browser.close();
  }
  assert.equal(runs, BROWSER_NAMES.length * TIMES);
});

// Runs in the page.
async function floorOf() {
  const begun = performance.now();
  const worker = new Worker('/rig/pages/floor-worker.mjs', { type: 'module' });
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.terminate();
  return performance.now() - begun;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
