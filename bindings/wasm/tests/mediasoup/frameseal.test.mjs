// FrameSeal in mediasoup's client, through mediasoup's server. Participant 3 has no keys, and stands
// for the server: it is given exactly what the server forwards.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { flowing, judge, measure, table } from '../rig/room.mjs';
import { openCalls } from './calls.mjs';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const SECONDS = 3;
const CODECS = ['vp8', 'vp9', 'h264'];

const frameseal = (id, others) => ({ module: '/mediasoup/frameseal.mjs', options: { id, others } });

test('FrameSeal through mediasoup', async (t) => {
  const calls = await openCalls(t, { '/frameseal': DIST });
  const total = { open: 0, shut: 0 };
  for (const codec of CODECS) {
    await t.test(codec, async () => {
      const pages = await calls.call([
        { id: 1, codec, encryption: frameseal(1, [2]) }, { id: 2, codec, encryption: frameseal(2, [1]) }, { id: 3 },
      ]);
      const expected = (to, from) => (from === 3 ? null : to !== 3);
      await flowing(pages, expected);
      const rows = await measure(pages, SECONDS);
      console.log(table(codec, rows, (id) => (id === 3 ? 'without keys' : `p${id}`)));
      const counts = judge(rows, expected);
      assert.deepEqual(counts, { open: 2, shut: 2 });
      total.open += counts.open;
      total.shut += counts.shut;

      for (const id of [1, 2]) {
        const { tracks } = await pages.get(id).evaluate(async () => {
          const { tracks } = await participant.adapter.statistics();
          return { tracks: tracks.map(({ side, kind, passed, sender }) => ({ side, kind, passed, sender })) };
        });
        assert.deepEqual(tracks.filter(({ passed }) => passed > 0).map(({ side, kind }) => `${side} ${kind}`).sort(),
          ['receive audio', 'receive video', 'send audio', 'send video']);
        assert.ok(tracks.every(({ side, sender }) => side === 'send' || sender === `p${3 - id}`));
      }
      for (const page of pages.values()) await page.close();
    });
  }
  assert.deepEqual(total, { open: 2 * CODECS.length, shut: 2 * CODECS.length });

  await t.test('what is produced or consumed without the adapter is closed', async () => {
    const pages = await calls.call([{ id: 1, codec: 'vp8', encryption: frameseal(1, [2]) }, { id: 2, codec: 'vp8', encryption: frameseal(2, [1]) }]);
    const closed = await pages.get(1).evaluate(() => participant.forget());
    assert.deepEqual(closed, { producer: true, consumer: true });
    for (const page of pages.values()) await page.close();
  });
  assert.deepEqual(calls.server.refused, []);
});
