// Sealed calls: every codec, browser and direction, layers, and every format. Each frame must be
// sealed, opened, decoded, seen and heard; and without keys nothing may be.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './rig/browsers.mjs';
import { connect } from './rig/call.mjs';
import { LIMITS, check, columns } from './rig/rows.mjs';
import { TAP, callKeys, checkSealed, folders, legacyKeys, rawKeys, sealedTable } from './rig/sealed.mjs';
import { RIG, serve } from './rig/server.mjs';

const SECONDS = 1.5;
/** Codecs of every pair of browsers; Debian's Firefox has no H.264. */
const PAIRS = [
  { from: 'chromium', to: 'chromium', codecs: ['VP8', 'VP9', 'AV1', 'H264'] },
  { from: 'chromium', to: 'firefox', codecs: ['VP8', 'VP9', 'AV1'] },
  { from: 'firefox', to: 'firefox', codecs: ['VP8', 'VP9', 'AV1'] },
];
const LEGACY = ['livekit', 'jframe', 'getstream', 'dave'];
/** Bytes, of the default suite. */
const TAG_LEN = 16;
/** Limits where three layers are encoded in software at 960×720. */
const HEAVY = { shownShare: 0.3, freezeMs: 1500 };

const browsers = {};
let server;

before(async () => {
  server = await serve(folders(RIG));
  for (const name of ['chromium', 'firefox']) browsers[name] = await launch(name);
});

after(async () => {
  for (const browser of Object.values(browsers)) await browser.close();
  await server?.close();
});

test('every codec, browser and direction', async () => {
  const rows = [];
  let opened = 0;
  for (const { from, to, codecs } of PAIRS) {
    for (const codec of codecs) {
      for (const row of await measured({ from, to, codec, hook: rawKeys() })) {
        rows.push(row);
        check(row, SECONDS);
        opened += checkSealed(row, { seconds: SECONDS });
      }
    }
  }
  console.log(sealedTable(rows));
  assert.equal(rows.length, 20);
  assert.ok(opened > 20 * SECONDS * 50, `only ${opened} frames were opened`);
});

test('simulcast and SVC', async () => {
  const rows = [];
  const camera = { width: 960, height: 720, fps: 15 };
  const encodings = [{ rid: 'l', scaleResolutionDownBy: 4 }, { rid: 'm', scaleResolutionDownBy: 2 }, { rid: 'h' }];
  for (const codec of ['VP8', 'H264']) {
    const [row] = await measured({ from: 'chromium', to: 'chromium', codec, hook: rawKeys(), layers: true, camera, encodings });
    assert.deepEqual(row.seen.map(({ width }) => width), [240, 480, 960]);
    check(row, SECONDS, { fps: 15, audio: false, ...HEAVY });
    checkSealed(row, { seconds: SECONDS, fps: 15 * HEAVY.shownShare, kinds: ['video'] });
    rows.push({ ...row, what: 'simulcast' });
  }
  for (const codec of ['VP9', 'AV1']) {
    const [row] = await measured({
      from: 'chromium', to: 'chromium', codec, hook: rawKeys(), oneWay: true, camera, encodings: [{ scalabilityMode: 'L3T3' }],
    });
    assert.equal(row.sent[0].scalabilityMode, 'L3T3');
    check(row, SECONDS, { fps: 15, ...HEAVY });
    checkSealed(row, { seconds: SECONDS, fps: 15 * HEAVY.shownShare });
    rows.push({ ...row, what: 'L3T3' });
  }
  console.log(sealedTable(rows));
  assert.equal(rows.length, 4);
});

test('cipher suites, built-in keys, padding, and all frames through WebCrypto or none', async () => {
  const variants = {
    ...Object.fromEntries([1, 5, 8].map((suite) => [`suite ${suite}`, rawKeys({}, suite)])),
    'built-in keys': callKeys('a call'),
    'all WebCrypto': rawKeys({ seal: { webCryptoFrom: 0 } }),
    'all wasm': rawKeys({ seal: { webCryptoFrom: 1e9 } }),
    'padding 64': rawKeys({ seal: { padding: 64 }, worker: TAP }),
  };
  const rows = [];
  let padded = 0;
  for (const [what, hook] of Object.entries(variants)) {
    const seconds = 1;
    const call = await connect({ server, from: browsers.chromium, to: browsers.firefox, hook });
    await call.flows();
    for (const row of await call.measure(seconds)) {
      check(row, seconds);
      checkSealed(row, { seconds });
      rows.push({ ...row, what });
    }
    if (what === 'padding 64') padded += checkPadding(await call.command('from', 'tap'), 64) + checkPadding(await call.command('to', 'tap'), 64);
    await call.close();
  }
  console.log(sealedTable(rows));
  assert.equal(rows.length, 14);
  assert.ok(padded > 100, `only ${padded} padded frames`);
  for (const { what, hooks } of rows) {
    for (const { name, passed, inWebCrypto } of [...hooks.sender.tracks, ...hooks.receiver.tracks]) {
      if (what === 'all WebCrypto') assert.ok(inWebCrypto >= passed, `${name}: ${inWebCrypto} of ${passed}`);
      if (what === 'all wasm') assert.equal(inWebCrypto, 0, name);
    }
  }
});

test('every other format', async () => {
  const rows = [];
  for (const format of LEGACY) {
    for (const row of await measured({ from: 'chromium', to: 'firefox', hook: legacyKeys(format), seconds: 1 })) {
      check(row, 1);
      checkSealed(row, { seconds: 1, ownKeys: false });
      rows.push({ ...row, what: format });
    }
  }
  console.log(sealedTable(rows));
  assert.equal(rows.length, 8);

  // Plain SFrame hides what packetizers of video look at; sound has none.
  const sound = await measured({ from: 'chromium', to: 'firefox', video: false, hook: rawKeys({ seal: { format: 'sframe' } }) });
  for (const row of sound) {
    checkSealed(row, { seconds: SECONDS, kinds: ['audio'] });
    const [{ heard, listened, foreign }] = row.heard;
    assert.ok(heard >= listened * LIMITS.heardShare && foreign === 0, `sframe ${row.from} → ${row.to}: heard ${heard} times of ${listened}`);
    console.log(`sframe, sound alone, ${row.from} → ${row.to}: heard ${heard} times of ${listened}`);
  }
  assert.equal(sound.length, 2);
});

test('without keys nothing is seen and nothing heard', async () => {
  const lines = [['codec', 'from', 'to', 'sealed', 'received', 'decoded', 'shown', 'readable', 'tone']];
  for (const { from, to, codec } of [
    { from: 'chromium', to: 'firefox', codec: 'VP8' },
    { from: 'chromium', to: 'firefox', codec: 'VP9' },
    { from: 'chromium', to: 'firefox', codec: 'AV1' },
    { from: 'chromium', to: 'chromium', codec: 'H264' },
  ]) {
    // Both seal, and neither opens: a receiver without FrameSeal, as the server would have one.
    const call = await connect({ server, from: browsers[from], to: browsers[to], codec, hook: rawKeys({ ends: ['sender'] }) });
    await assert.rejects(call.flows(1), /does not flow/);
    for (const { seen: [seen], heard: [heard], hooks, received, ...row } of await call.measure(1)) {
      const sealed = hooks.sender.tracks.reduce((sum, { since }) => sum + since.passed, 0);
      lines.push([
        codec, row.from, row.to, sealed, received[0].framesReceived, received[0].framesDecoded, seen.shown, seen.readable,
        `${heard.heard}/${heard.listened}`,
      ]);
      assert.ok(sealed > 30, `${codec} ${row.from} → ${row.to}: only ${sealed} frames were sealed`);
      assert.ok(heard.listened > 10);
      assert.deepEqual([seen.readable, heard.heard], [0, 0], `${codec} ${row.from} → ${row.to}: something came through`);
    }
    await call.close();
  }
  console.log(columns(lines));
  assert.equal(lines.length, 1 + 8);
});

function checkPadding(frames, multiple) {
  let checked = 0;
  for (const { length, clear } of frames) {
    assert.equal((length - clear - TAG_LEN) % multiple, 0, `a frame of ${length} bytes, ${clear} of them clear`);
    checked += 1;
  }
  return checked;
}

async function measured({ from, to, seconds = SECONDS, ...more }) {
  const call = await connect({ server, from: browsers[from], to: browsers[to], ...more });
  try {
    await call.flows();
    return await call.measure(seconds);
  } finally {
    await call.close();
  }
}
