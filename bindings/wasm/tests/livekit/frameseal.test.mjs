// FrameSeal in LiveKit's client, through LiveKit's server. Participant 3 has no keys, and stands
// for the server: it is given exactly what the server forwards.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { flowing, judge, measure, table } from '../rig/room.mjs';
import { openRooms } from './rooms.mjs';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const SECONDS = 3;
const PASSPHRASE = 'a passphrase of the room';

const frameseal = (options) => ({ module: '/livekit/frameseal.mjs', options });
const callKeys = frameseal({ call: { callId: 'room 7', identity: 'ephemeral' } });
const shared = frameseal({ passphrase: PASSPHRASE });
const deployed = frameseal({ format: 'livekit', passphrase: PASSPHRASE });
const livekits = { passphrase: PASSPHRASE };

/** Rooms of two participants with keys, and one without. */
const ROOMS = [
  ...['vp8', 'vp9', 'h264', 'av1'].map((codec) => ({ name: `call keys, ${codec}`, codec, keys: [callKeys, callKeys] })),
  { name: 'call keys, vp8 in three sizes', codec: 'vp8', publish: { simulcast: true }, keys: [callKeys, callKeys] },
  { name: 'shared passphrase, vp8', codec: 'vp8', keys: [shared, shared] },
  ...['vp8', 'vp9', 'h264'].map((codec) => ({ name: `LiveKit's format, ${codec}`, codec, keys: [deployed, deployed] })),
  ...['vp8', 'vp9', 'h264'].map((codec) => ({
    name: `LiveKit's client (p1) and FrameSeal (p2), ${codec}`, codec, keys: [livekits, deployed], isMixed: true,
  })),
];

const NAMES = { 3: 'without keys' };
const nameOf = (id) => NAMES[id] ?? `p${id}`;

test('FrameSeal through LiveKit', async (t) => {
  const rooms = await openRooms(t, { '/frameseal': DIST });
  const total = { open: 0, shut: 0 };
  for (const { name, codec, publish, keys } of ROOMS) {
    await t.test(name, async () => {
      const [one, two] = keys;
      const pages = await rooms.room(name, [
        { id: 1, codec, publish, encryption: one }, { id: 2, codec, publish, encryption: two }, { id: 3 },
      ]);
      const expected = (to, from) => (from === 3 ? null : to !== 3);
      await flowing(pages, expected);
      const rows = await measure(pages, SECONDS);
      console.log(table(name, rows, nameOf));
      const counts = judge(rows, expected);
      assert.deepEqual(counts, { open: 2, shut: 2 });
      total.open += counts.open;
      total.shut += counts.shut;
      // Participant 3 can say something in clear: that is LiveKit's.
      assert.deepEqual(await rooms.talk(pages), ['1→2', '2→1', '3→1', '3→2']);

      const { participants } = await rooms.livekit.api('ListParticipants', { room: name });
      const tracks = participants.flatMap(({ tracks }) => tracks);
      assert.equal(tracks.length, 4);
      assert.ok(tracks.every(({ encryption }) => encryption === 'GCM'), 'the server is told that they are encrypted');
      assert.equal(tracks.filter(({ mime_type }) => mime_type.toLowerCase() === `video/${codec}`).length, 2, 'the codec is the one that was asked for');
      for (const page of pages.values()) await page.close();
    });
  }
  assert.deepEqual(total, { open: 2 * ROOMS.length, shut: 2 * ROOMS.length });
  assert.deepEqual(rooms.server.refused, []);
});
