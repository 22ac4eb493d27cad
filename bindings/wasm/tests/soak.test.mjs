// A long call with built-in keys that change all the time: no frame is lost, and memory does not
// grow. SOAK_SECONDS says how long, 180 by default.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch } from './rig/browsers.mjs';
import { connect } from './rig/call.mjs';
import { columns } from './rig/rows.mjs';
import { callKeys, checkSealed, folders } from './rig/sealed.mjs';
import { RIG, serve } from './rig/server.mjs';

const SECONDS = Number(process.env.SOAK_SECONDS ?? 180);
/** Keys change at least every 10 s, and six times. */
const WINDOWS = Math.max(6, Math.round(SECONDS / 10));
/** Bytes that JavaScript may hold more at the end: what garbage collection leaves varies by as much. */
const HEAP_SLACK = 4 * 1024 * 1024;
/** Frames of a direction that may be under way when counting starts: 0.5 s of picture and sound. */
const UNDER_WAY = 40;

test('a long call', { timeout: (SECONDS * 3 + 120) * 1000 }, async (t) => {
  // Only then does Chromium tell how much memory a page holds.
  const server = await serve(folders(RIG), { isolated: true });
  t.after(() => server.close());
  const chromium = await launch('chromium', { test: t });
  const firefox = await launch('firefox', { test: t });
  const call = await connect({ server, from: chromium, to: firefox, hook: callKeys('soak') });
  await call.flows();

  const lines = [['s', 'opened', 'freeze ms', 'silence ms', 'wasm', 'heap', 'processes of Chromium', 'of Firefox']];
  const [wasm, heaps] = [[], []];
  const started = performance.now();
  let opened = 0;
  let freeze = 0;
  const keys = new Set();
  const first = await totals(call);
  for (let window = 0; window < WINDOWS; window += 1) {
    const rows = await call.measure(SECONDS / WINDOWS, async () => {
      for (const side of ['from', 'to']) await call.command(side, 'rotate');
    });
    for (const row of rows) {
      opened += checkSealed(row);
      assert.ok(row.seen[0].fresh > 0 && row.heard[0].heard > 0, `${row.from} → ${row.to}: nothing was seen or heard`);
      for (const key of row.hooks.receiver.engine.keys) keys.add(`${row.to} ${key.kid}`);
    }
    freeze = Math.max(freeze, ...rows.map(({ seen }) => seen[0].longestFreeze));
    wasm.push(rows.map(({ hooks }) => hooks.receiver.memory));
    heaps.push(await call.from.heap());
    lines.push([
      ((performance.now() - started) / 1000).toFixed(0),
      opened,
      rows.map(({ seen }) => seen[0].longestFreeze.toFixed(0)).join(' '),
      rows.map(({ heard }) => heard[0].longestSilence.toFixed(0)).join(' '),
      wasm.at(-1).map(mebibytes).join(' '),
      mebibytes(heaps.at(-1)), mebibytes(chromium.memory()), mebibytes(firefox.memory()),
    ]);
  }

  // Nothing more is sent, and what is under way arrives.
  for (const page of call.pages) {
    await page.evaluate(() => Promise.all(side.pc.getSenders().map((sender) => sender.replaceTrack(null))));
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const last = await totals(call);
  console.log(columns(lines));
  for (const [direction, { sealed, opened, packetsLost }] of Object.entries(last)) {
    const [out, back] = [sealed - first[direction].sealed, opened - first[direction].opened];
    console.log(`${direction}: ${out} frames sealed, ${back} opened, ${packetsLost} packets lost by the network`);
    if (packetsLost === 0) assert.ok(Math.abs(out - back) <= UNDER_WAY, `${direction}: ${out} frames were sealed and ${back} opened`);
  }
  console.log(`longest freeze: ${freeze.toFixed(0)} ms; ${keys.size} keys opened with`);
  assert.ok(opened > SECONDS * 2 * 30, `only ${opened} frames were opened`);
  assert.ok(keys.size >= WINDOWS, `only ${keys.size} keys in ${WINDOWS} rotations`);
  assert.deepEqual(wasm.at(-1), wasm[1], 'the memory of the engine grows');
  const third = Math.floor(heaps.length / 3);
  const growth = Math.min(...heaps.slice(-third)) - Math.min(...heaps.slice(0, third));
  console.log(`heap: ${mebibytes(growth)} more in the last third than in the first`);
  assert.ok(growth < HEAP_SLACK, `the page's heap grew by ${growth} bytes`);
  await call.close();
});

/** Frames that were sealed and opened in each direction until now. */
async function totals(call) {
  const [from, to] = await call.reports();
  const direction = (sender, receiver) => {
    const passed = (report, end) => report.hook.tracks.filter(({ name }) => name.startsWith(end)).reduce((sum, track) => sum + track.passed, 0);
    const packetsLost = receiver.streams.reduce((sum, { packetsLost = 0 }) => sum + packetsLost, 0);
    return { sealed: passed(sender, 'send'), opened: passed(receiver, 'receive'), packetsLost };
  };
  return {
    [`${call.from.browser.name} → ${call.to.browser.name}`]: direction(from, to),
    [`${call.to.browser.name} → ${call.from.browser.name}`]: direction(to, from),
  };
}

function mebibytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
