// Keys for sealed calls, and what must be true of a row of one.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check, columns } from './rows.mjs';

/** The built package. */
export const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

export const HOOK = '/rig/pages/frameseal-hook.mjs';

/** A worker that writes down what leaves it. */
export const TAP = '/rig/pages/frameseal-tap-worker.mjs';

/** What a server of these tests serves. */
export function folders(rig) {
  if (!existsSync(`${DIST}/index.js`)) throw new Error('there is no bindings/wasm/dist; run `cargo xtask package`');
  return { '/rig': rig, '/dist': DIST };
}

/** Who is who in a call, as rig/call.mjs has it. */
export const [FROM, TO] = ['3', '8'];

/** Fresh key bytes, in hexadecimal digits. */
export const fresh = (bytes = 16) => randomBytes(bytes).toString('hex');

/** Both sides with `options`, each with a base key that the other knows. */
export function rawKeys(options = {}, suite = 4) {
  const keys = [FROM, TO].map((from) => ({ from, suite, kid: Number(from), key: fresh(32) }));
  return pair(options, keys, (own, other) => [['setSendKey', own], ['addReceiveKey', other]]);
}

/** Sender keys that ratchet. */
export function senderKeys(options = {}) {
  const keys = [FROM, TO].map((from) => ({ from, generation: Number(from), key: fresh() }));
  return pair(options, keys, (own, other) => [['setSenderKey', own], ['addSenderKey', other]]);
}

/** Keys of a deployed format. */
export function legacyKeys(format, options = {}) {
  const seal = { ...options.seal, format };
  const keys = [FROM, TO].map((from) => ({ from, index: 0, key: fresh(format === 'getstream' ? 32 : 16) }));
  return pair({ ...options, seal }, keys, (own, { from, ...key }) => [
    ['setLegacySendKey', own],
    ['setLegacyReceiveKey', from, key],
  ]);
}

/** Built-in keys: both sides join one call. */
export function callKeys(callId, options = {}) {
  // Receivers take what any member sends; statistics and events say who it was.
  return pair({ from: null, ...options }, [FROM, TO], (own) => [['join', { callId, name: `member ${own}` }]]);
}

function pair(options, keys, setup) {
  const side = (own, other) => ({ module: HOOK, options: { ...options, setup: setup(own, other) } });
  return { from: side(keys[0], keys[1]), to: side(keys[1], keys[0]), keys };
}

/** Frames that may be under way in a track when it is looked at: one in WebCrypto at each end of the time. */
const UNDER_WAY = 1;
/** How often a machine that was busy with other things may try. */
const TRIES = 5;
/** Of the frames that camera and microphone make. */
const PASSED_SHARE = 0.4;
/** Sound comes in steps of 20 ms. */
const AUDIO_RATE = 50;

/**
 * Measures a sealed call until pictures and sound were as good as they must be, some times at most.
 * That no frame is dropped, lost or forged must be so every time.
 *
 * @param {object} [options]
 * @param {string[]} [options.kinds]
 * @param {boolean} [options.engine] false where the engine has refused frames before, or other formats.
 * @param {object} [options.limits] of pictures and sound (rig/rows.mjs).
 * @returns rows, each with how many frames were `opened`.
 */
export async function goodRows(call, seconds, { kinds = ['video', 'audio'], engine = true, limits = {} } = {}) {
  for (let tries = 1; ; tries += 1) {
    const rows = await call.measure(seconds);
    for (const row of rows) row.opened = checkSealed(row, { kinds, engine });
    try {
      for (const row of rows) {
        if (kinds.includes('video')) check(row, seconds, { audio: kinds.includes('audio'), ...limits });
        enough(row, seconds, kinds, limits.fps);
      }
      return rows;
    } catch (error) {
      if (tries === TRIES) throw error;
      console.log(`measured again: ${error.message}`);
    }
  }
}

/**
 * Throws unless every frame of the row was sealed, opened and nothing dropped, since the last
 * reset. Gives how many frames were opened.
 */
export function checkSealed(row, { kinds = ['video', 'audio'], engine = true } = {}) {
  const name = `${row.codec} ${row.from} → ${row.to}`;
  let opened = 0;
  for (const [side, hook] of [['send', row.hooks.sender], ['receive', row.hooks.receiver]]) {
    assert.deepEqual(hook.failures, [], `${name}: ${side}`);
    for (const track of tracksOf(hook, side, kinds)) {
      // Browsers hand out frames of video twice, as long as nothing was decoded.
      const { empty = 0, replay = 0, ...dropped } = track.since.dropped;
      assert.deepEqual(dropped, {}, `${name}: ${track.name} dropped frames`);
      if (side === 'send' || track.kind === 'audio') assert.equal(replay, 0, `${name}: ${track.name} had a frame twice`);
      const lost = track.since.frames - empty - replay - track.since.passed;
      assert.ok(Math.abs(lost) <= UNDER_WAY, `${name}: ${track.name} had ${track.since.frames} frames, ${empty} empty and ${replay} twice, and ${track.since.passed} went on`);
      assert.equal(track.kind, track.name.split(' ')[1], `${name}: ${track.name}`);
      if (side === 'receive') opened += track.since.passed;
    }
    if (!engine) continue;
    assert.deepEqual([hook.engine.authentication, hook.engine.syntax], [0, 0], `${name}: ${side}`);
  }
  return opened;
}

function enough(row, seconds, kinds, fps = 30) {
  for (const [side, hook] of [['send', row.hooks.sender], ['receive', row.hooks.receiver]]) {
    for (const kind of kinds) {
      const passed = tracksOf(hook, side, [kind]).reduce((sum, { since }) => sum + since.passed, 0);
      const least = Math.floor(seconds * PASSED_SHARE * (kind === 'audio' ? AUDIO_RATE : fps));
      assert.ok(passed >= least, `${row.codec} ${row.from} → ${row.to}: ${side} ${kind} had ${passed} frames of ${least}`);
    }
  }
}

/** Those that frames came to. A tab that calls again has some of the call before. */
function tracksOf(hook, side, kinds) {
  return hook.tracks.filter(({ name, since }) => since.frames > 0 && kinds.some((kind) => name === `${side} ${kind}`));
}

/** One line for each row: what went through FrameSeal. */
export function sealedTable(rows) {
  const lines = [['what', 'codec', 'from', 'to', 'sealed', 'opened', 'of video', 'seen', 'PSNR', 'freeze ms', 'tone', 'WebCrypto from', 'through it']];
  for (const row of rows) {
    const count = (hook, side, kind, of = 'passed') => hook.tracks
      .filter((track) => track.name.startsWith(side) && track.name.endsWith(kind))
      .reduce((sum, { since }) => sum + since[of], 0);
    const { sender, receiver } = row.hooks;
    const through = receiver.tracks.reduce((sum, { inWebCrypto }) => sum + inWebCrypto, 0);
    lines.push([
      row.what ?? 'transparent', row.codec, row.from, row.to,
      count(sender, 'send', ''), count(receiver, 'receive', ''), count(receiver, 'receive', 'video'),
      row.seen.map(({ fresh }) => fresh).join('+'),
      Math.min(...row.seen.map(({ meanPsnr }) => meanPsnr ?? NaN)).toFixed(1),
      Math.max(...row.seen.map(({ longestFreeze }) => longestFreeze)).toFixed(0),
      row.heard[0] ? `${row.heard[0].heard}/${row.heard[0].listened}` : '-',
      receiver.webCryptoFrom ?? 'never', through,
    ]);
  }
  return columns(lines);
}
