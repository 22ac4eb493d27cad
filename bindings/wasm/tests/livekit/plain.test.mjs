// The ground that the tests of FrameSeal stand on: a call through LiveKit's server with its own
// client, in clear and with its own encryption. A participant without keys is the control: it
// must see and hear everything in clear, and nothing of what is encrypted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowing, judge, measure, table } from '../rig/room.mjs';
import { openRooms } from './rooms.mjs';

const SECONDS = 3;
const PASSPHRASE = 'a passphrase of the room';

const ROOMS = [
  { name: 'in clear', codec: 'vp8', isOpen: true },
  ...['vp8', 'vp9', 'h264'].map((codec) => ({ name: `LiveKit's own encryption, ${codec}`, codec, encryption: { passphrase: PASSPHRASE }, isOpen: false })),
];

test("LiveKit's client through LiveKit's server", async (t) => {
  const rooms = await openRooms(t);
  const total = { open: 0, shut: 0 };
  for (const { name, codec, encryption, isOpen } of ROOMS) {
    const pages = await rooms.room(name, [{ id: 1, codec, encryption }, { id: 2, codec, encryption }, { id: 3 }]);
    const expected = (to, from) => (from === 3 ? null : to !== 3 || isOpen);
    await flowing(pages, expected);
    const rows = await measure(pages, SECONDS);
    console.log(table(name, rows, (id) => (id === 3 ? 'without keys' : `p${id}`)));
    const counts = judge(rows, expected);
    total.open += counts.open;
    total.shut += counts.shut;

    // The room's option `encryption` is for data, too.
    const said = isOpen ? ['1→2', '1→3', '2→1', '2→3', '3→1', '3→2'] : ['1→2', '2→1', '3→1', '3→2'];
    assert.deepEqual(await rooms.talk(pages), said, name);

    const { participants } = await rooms.livekit.api('ListParticipants', { room: name });
    const tracks = participants.flatMap(({ tracks }) => tracks);
    assert.equal(tracks.length, 4);
    assert.ok(tracks.every((track) => track.encryption === (isOpen ? 'NONE' : 'GCM')), JSON.stringify(tracks));
    assert.equal(tracks.filter(({ mime_type }) => mime_type.toLowerCase() === `video/${codec}`).length, 2);
    for (const page of pages.values()) await page.close();
  }
  assert.deepEqual(total, { open: 4 + 3 * 2, shut: 3 * 2 });
  assert.deepEqual(rooms.server.refused, []);
});
