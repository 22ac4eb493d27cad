// Sealed calls: every codec, browser and direction, layers, and every format. Each frame must be
// sealed, opened, decoded, seen and heard; and without keys nothing may be.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from './rig/browsers.mjs';
import { connect } from './rig/call.mjs';
import { LIMITS, columns } from './rig/rows.mjs';
import { TAP, callKeys, folders, fresh, goodRows, legacyKeys, rawKeys, sealedTable } from './rig/sealed.mjs';
import { RIG, serve } from './rig/server.mjs';

const SECONDS = 1.5;
/** Codecs of every pair of browsers; Debian's Firefox has no H.264. */
const PAIRS = [
  { from: 'chromium', to: 'chromium', codecs: ['VP8', 'VP9', 'AV1', 'H264'] },
  { from: 'chromium', to: 'firefox', codecs: ['VP8', 'VP9', 'AV1'] },
  { from: 'firefox', to: 'firefox', codecs: ['VP8', 'VP9', 'AV1'] },
];
const LEGACY = ['livekit', 'jframe', 'getstream', 'dave'];
/** ms. */
const TIMEOUT_MS = 400_000;
/** Bytes, of the default suite. */
const TAG_LEN = 16;
/** Limits where three layers are encoded in software at 960×720. */
const HEAVY = { fps: 15, shownShare: 0.3, freezeMs: 1500 };

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

test('every codec, browser and direction', { timeout: TIMEOUT_MS }, async () => {
  const rows = [];
  for (const { from, to, codecs } of PAIRS) {
    for (const codec of codecs) {
      rows.push(...await measured({ from, to, codec, hook: rawKeys() }));
    }
  }
  console.log(sealedTable(rows));
  assert.equal(rows.length, 20);
  const opened = rows.reduce((sum, { opened }) => sum + opened, 0);
  assert.ok(opened > 20 * SECONDS * 40, `only ${opened} frames were opened`);
});

test('simulcast and SVC', { timeout: TIMEOUT_MS }, async () => {
  const rows = [];
  const camera = { width: 960, height: 720, fps: 15 };
  const encodings = [{ rid: 'l', scaleResolutionDownBy: 4 }, { rid: 'm', scaleResolutionDownBy: 2 }, { rid: 'h' }];
  for (const codec of ['VP8', 'H264']) {
    const [row] = await measured({
      from: 'chromium', to: 'chromium', codec, hook: rawKeys(), layers: true, camera, encodings, kinds: ['video'], limits: HEAVY,
    });
    assert.deepEqual(row.seen.map(({ width }) => width), [240, 480, 960]);
    rows.push({ ...row, what: 'simulcast' });
  }
  for (const codec of ['VP9', 'AV1']) {
    const [row] = await measured({
      from: 'chromium', to: 'chromium', codec, hook: rawKeys(), oneWay: true, camera, limits: HEAVY,
      encodings: [{ scalabilityMode: 'L3T3' }],
    });
    assert.equal(row.sent[0].scalabilityMode, 'L3T3');
    rows.push({ ...row, what: 'L3T3' });
  }
  console.log(sealedTable(rows));
  assert.equal(rows.length, 4);
});

test('cipher suites, built-in keys, padding, and all frames through WebCrypto or none', { timeout: TIMEOUT_MS }, async () => {
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
    for (const row of await goodRows(call, seconds)) rows.push({ ...row, what });
    if (what === 'padding 64') padded += checkPadding(await call.command('from', 'tap'), 64) + checkPadding(await call.command('to', 'tap'), 64);
    await call.close();
  }
  console.log(sealedTable(rows));
  assert.equal(rows.length, 14);
  assert.ok(padded > 100, `only ${padded} padded frames`);
  for (const { what, hooks } of rows) {
    for (const { name, passed, inWebCrypto, sender } of [...hooks.sender.tracks, ...hooks.receiver.tracks]) {
      if (what === 'built-in keys' && name.startsWith('receive')) assert.match(sender, /^[0-9a-f]{32}$/, `${name}: whose it is is not known`);
      if (what === 'all WebCrypto') assert.ok(inWebCrypto >= passed, `${name}: ${inWebCrypto} of ${passed}`);
      if (what === 'all wasm') assert.equal(inWebCrypto, 0, name);
    }
  }
});

test('every other format', { timeout: TIMEOUT_MS }, async () => {
  const rows = [];
  for (const format of LEGACY) {
    const hook = legacyKeys(format);
    for (const row of await measured({ from: 'chromium', to: 'firefox', hook, seconds: 1, engine: false })) rows.push({ ...row, what: format });
  }
  console.log(sealedTable(rows));
  assert.equal(rows.length, 8);

  // Plain SFrame hides what packetizers of video look at; sound has none.
  const sound = await measured({ from: 'chromium', to: 'firefox', video: false, hook: rawKeys({ seal: { format: 'sframe' } }), kinds: ['audio'] });
  for (const row of sound) {
    const [{ heard, listened, foreign }] = row.heard;
    assert.ok(heard >= listened * LIMITS.heardShare && foreign === 0, `sframe ${row.from} → ${row.to}: heard ${heard} times of ${listened}`);
    console.log(`sframe, sound alone, ${row.from} → ${row.to}: heard ${heard} times of ${listened}`);
  }
  assert.equal(sound.length, 2);
});

test('without keys nothing is seen and nothing heard', { timeout: TIMEOUT_MS }, async () => {
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

test('what a sealed call looks like, and with a wrong key', { timeout: TIMEOUT_MS }, async () => {
  const folder = fileURLToPath(new URL('../../../target/browser-tests/', import.meta.url));
  await mkdir(folder, { recursive: true });
  const wrong = rawKeys();
  wrong.to.options.setup[1][1] = { ...wrong.to.options.setup[1][1], key: fresh() };
  const camera = { width: 640, height: 480 };
  let pictures = 0;
  for (const [what, hook, isSeen] of [['sealed', rawKeys(), true], ['wrong-key', wrong, false], ['no-frameseal', rawKeys({ ends: ['sender'] }), false]]) {
    const call = await connect({ server, from: browsers.chromium, to: browsers.chromium, hook, camera });
    if (isSeen) await call.flows();
    else await assert.rejects(call.flows(2), /does not flow/);
    await call.to.screenshot(join(folder, `${what}.png`));
    const { seen } = (await call.reports())[1];
    assert.equal(seen[0].fresh > 0, isSeen, what);
    pictures += 1;
    await call.close();
  }
  assert.equal(pictures, 3);
});

function checkPadding(frames, multiple) {
  let checked = 0;
  for (const { length, clear } of frames) {
    assert.equal((length - clear - TAG_LEN) % multiple, 0, `a frame of ${length} bytes, ${clear} of them clear`);
    checked += 1;
  }
  return checked;
}

async function measured({ from, to, seconds = SECONDS, kinds, engine, limits, ...more }) {
  const call = await connect({ server, from: browsers[from], to: browsers[to], ...more });
  try {
    await call.flows();
    return await goodRows(call, seconds, { kinds, engine, limits });
  } finally {
    await call.close();
  }
}
