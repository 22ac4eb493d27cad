// The ground that the tests of FrameSeal stand on: a call in clear through mediasoup's server
// with its own client.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowing, judge, measure, table } from '../rig/room.mjs';
import { openCalls } from './calls.mjs';

const SECONDS = 3;
const CODECS = ['vp8', 'vp9', 'h264'];

test("mediasoup's client through mediasoup's server", async (t) => {
  const calls = await openCalls(t);
  const total = { open: 0, shut: 0 };
  for (const codec of CODECS) {
    const pages = await calls.call([{ id: 1, codec }, { id: 2, codec }]);
    const expected = () => true;
    await flowing(pages, expected);
    const rows = await measure(pages, SECONDS);
    console.log(table(`in clear, ${codec}`, rows, (id) => `p${id}`));
    const counts = judge(rows, expected);
    total.open += counts.open;
    total.shut += counts.shut;
    for (const page of pages.values()) await page.close();
  }
  assert.deepEqual(total, { open: 2 * CODECS.length, shut: 0 });
  assert.deepEqual(calls.server.refused, []);
});
