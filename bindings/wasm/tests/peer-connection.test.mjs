// The adapter for plain peer connections: tracks that are there, come later, and come from the
// other side, in a call that negotiates anew for each.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from './rig/browsers.mjs';
import { flowing, judge, measure, table } from './rig/room.mjs';
import { RIG, serve } from './rig/server.mjs';

const SECONDS = 2;
const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Who adds what, how, and who offers then. */
const STEPS = [
  { by: 1, kind: 'audio', method: 'addTrack', offers: 1 },
  { by: 2, kind: 'audio', method: 'addTrack', offers: 2 },
  { by: 1, kind: 'video', method: 'addTransceiver', offers: 1 },
  // By the one who answers: into the line that the other wants to send on, too.
  { by: 2, kind: 'video', method: 'addTrack', offers: 1 },
];

for (const [first, second, options = {}] of [
  ['chromium', 'chromium'], ['chromium', 'firefox'], ['firefox', 'chromium'],
  // Older Chromiums: `createEncodedStreams`, whose streams are handed to the worker.
  ['chromium', 'firefox', { hasScriptTransform: false }],
]) {
  const how = options.hasScriptTransform === false ? ', the first without RTCRtpScriptTransform' : '';
  test(`${first} and ${second}${how}`, { timeout: 120_000 }, async (t) => {
    const { pages } = await open(t, first, second, options);
    for (const step of STEPS) {
      const { by, kind, method, offers } = step;
      await pages.get(by).evaluate((kind, method) => participant.add(kind, method), kind, method);
      await negotiate(pages.get(offers), pages.get(3 - offers));
      // Whoever only answers cannot add a line: it is offered next.
      if (by !== offers) await negotiate(pages.get(by), pages.get(offers));
    }
    const expected = () => true;
    await flowing(pages, expected);
    const rows = await measure(pages, SECONDS);
    console.log(table(`${first} (p1), ${second} (p2)`, rows, (id) => `p${id}`));
    assert.deepEqual(judge(rows, expected), { open: 2, shut: 0 });
    for (const page of pages.values()) {
      const { tracks, asked } = await page.evaluate(async () => {
        const { tracks } = await participant.seal.statistics();
        return { tracks: tracks.map(({ side, kind, frames, passed }) => ({ side, kind, frames, passed })), asked: participant.asked };
      });
      const flown = tracks.filter(({ passed }) => passed > 0).map(({ side, kind }) => `${side} ${kind}`).sort();
      assert.deepEqual(flown, ['receive audio', 'receive video', 'send audio', 'send video']);
      assert.ok(asked.some((streams) => streams > 0), 'it was asked again when the stream was known');
    }
  });
}

test('without keys nothing arrives', { timeout: 120_000 }, async (t) => {
  const { pages } = await open(t, 'chromium', 'chromium', { isSealed: false });
  for (const kind of ['audio', 'video']) await pages.get(1).evaluate((kind) => participant.add(kind, 'addTrack'), kind);
  await negotiate(pages.get(1), pages.get(2));
  const expected = (to) => (to === 2 ? false : null);
  await flowing(pages, expected);
  const rows = await measure(pages, SECONDS);
  console.log(table('only p1 has keys', rows, (id) => `p${id}`));
  assert.deepEqual(judge(rows, expected), { open: 0, shut: 1 });
});

test('where nothing can be sealed nothing is sent', { timeout: 60_000 }, async (t) => {
  const { pages } = await open(t, 'chromium', 'chromium');
  const page = pages.get(1);
  const outcome = await page.evaluate(async () => {
    await participant.seal.dispose();
    try {
      participant.add('video', 'addTrack');
      return 'it was added';
    } catch (error) {
      return `${error.code}, ${participant.pc.signalingState}`;
    }
  });
  assert.equal(outcome, 'Disposed, closed');
  const after = await pages.get(2).evaluate(() => {
    participant.stop();
    participant.add('audio', 'addTrack');
    return participant.pc.getSenders()[0].transform ?? 'no transform';
  });
  assert.equal(after, 'no transform', 'when it was stopped it attaches no more');
});

/** Opens both pages; the options are the first one's, but for `isSealed`, which is the second's. */
async function open(t, first, second, { isSealed = true, hasScriptTransform = true } = {}) {
  const server = await serve({ '/rig': RIG, '/adapters': folder('adapters'), '/frameseal': folder('../dist') });
  t.after(() => server.close());
  const pages = new Map();
  const browsers = new Map();
  for (const [id, name] of [[1, first], [2, second]]) {
    if (!browsers.has(name)) browsers.set(name, await launch(name, { test: t }));
    const page = await browsers.get(name).newPage(`${server.origin}/adapters/peer.html`);
    await page.evaluate((options) => participant.open(options), {
      id, peer: 3 - id, isSealed: isSealed || id === 1, hasScriptTransform: hasScriptTransform || id !== 1,
    });
    pages.set(id, page);
  }
  return { pages };
}

async function negotiate(one, other) {
  const answer = await other.evaluate((sdp) => participant.answer(sdp), await one.evaluate(() => participant.offer()));
  await one.evaluate((sdp) => participant.accept(sdp), answer);
}
