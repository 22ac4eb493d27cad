// The W3C classes in real browsers: what the specification says of them, in a window and in a
// worker, judged by W3C's own test harness.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BROWSER_NAMES, launch } from './rig/browsers.mjs';
import { serve } from './rig/server.mjs';
import { obtainHarness } from './w3c/harness.mjs';

const PAGES = fileURLToPath(new URL('w3c/pages', import.meta.url));
const DIST = fileURLToPath(new URL('../dist', import.meta.url));

/** 300 s for a page on a busy machine; the slowest takes 15 s on two idle cores. */
const PAGE_SECONDS = 300;

/** The pages and how many tests each has. */
const STRICT = {
  'tests.html?tests=streams': 34,
  'tests.html?tests=streams&worker': 34,
  'tests.html?tests=native': 3,
  'tests.html?tests=native&worker': 3,
  'tests.html?tests=real-frames': 2,
  'tests.html?tests=transforms': 9,
};

/** idlharness.js evaluates strings. */
const RELAXED = {
  'idl.html': 83,
  'idl-worker.html': 53,
};

for (const name of BROWSER_NAMES) {
  test(`the W3C classes in ${name}`, async (t) => {
    assert.ok(existsSync(DIST), `${DIST} is missing: build the package first`);
    const { harness, idl } = await obtainHarness();
    const folders = { '/dist': DIST, '/harness': harness, '/w3c': PAGES, '/interfaces': idl };
    const strict = await serve(folders);
    t.after(() => strict.close());
    const relaxed = await serve(folders, { policy: null });
    t.after(() => relaxed.close());
    const browser = await launch(name, { test: t });
    let ran = 0;
    for (const [server, pages] of [[strict, STRICT], [relaxed, RELAXED]]) {
      for (const [path, count] of Object.entries(pages)) {
        await t.test(path, async () => {
          const page = await browser.newPage(`${server.origin}/w3c/${path}`);
          const { harness, rows } = await page.evaluate((seconds) => Promise.race([
            window.results,
            new Promise((resolve) => { setTimeout(() => resolve({ harness: 'it does not end', rows: [] }), seconds * 1000); }),
          ]), PAGE_SECONDS);
          const failed = rows.filter(({ passed }) => !passed).map(({ name, message }) => `${name}: ${message}`);
          assert.deepEqual(failed, [], `${failed.length} of ${rows.length} tests failed`);
          assert.equal(harness, 'OK');
          assert.equal(rows.length, count, rows.map((row) => row.name).join('\n'));
          await page.close();
          ran += rows.length;
        });
      }
      assert.deepEqual(server.refused, []);
    }
    assert.equal(ran, Object.values({ ...STRICT, ...RELAXED }).reduce((sum, count) => sum + count));
    t.diagnostic(`${ran} tests in ${name} ${browser.version}`);
  });
}

for (const name of BROWSER_NAMES) {
  test(`no counter of a key comes twice in ${name}: streams, workers, a reload`, async (t) => {
    const server = await serve({ '/dist': DIST, '/w3c': PAGES });
    t.after(() => server.close());
    const browser = await launch(name, { test: t });
    const page = await browser.newPage(`${server.origin}/w3c/counters.html`);
    const counters = [];
    for (let load = 0; load < 2; load += 1) {
      if (load > 0) await page.reload();
      counters.push(...await page.evaluate(async () => {
        while (window.sealEverywhere === undefined) await new Promise((resolve) => { setTimeout(resolve, 20); });
        return window.sealEverywhere();
      }));
    }
    assert.equal(counters.length, 2 * 4 * 20);
    assert.equal(new Set(counters).size, counters.length, `some came twice: ${counters}`);
  });
}
