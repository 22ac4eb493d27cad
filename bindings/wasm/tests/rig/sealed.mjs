// Keys for sealed calls, and what must be true of a row of one.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { columns } from './rows.mjs';

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

/**
 * Throws unless every frame of the row was sealed, opened and nothing dropped, since the last
 * reset. Gives how many frames were opened.
 */
export function checkSealed(row, { seconds, fps = 30, kinds = ['video', 'audio'], ownKeys = true } = {}) {
  const name = `${row.codec} ${row.from} → ${row.to}`;
  let opened = 0;
  for (const [side, hook] of [['send', row.hooks.sender], ['receive', row.hooks.receiver]]) {
    assert.deepEqual(hook.failures, [], `${name}: ${side}`);
    for (const kind of kinds) {
      const tracks = hook.tracks.filter((track) => track.name === `${side} ${kind}` && track.frames > 0);
      assert.ok(tracks.length > 0, `${name}: no frame came to ${side} ${kind}`);
      for (const { since, kind: as } of tracks) {
        const { empty = 0, ...dropped } = since.dropped;
        assert.deepEqual(dropped, {}, `${name}: ${side} ${kind} dropped frames`);
        const lost = since.frames - empty - since.passed;
        assert.ok(Math.abs(lost) <= UNDER_WAY, `${name}: ${side} ${kind} had ${since.frames} frames, ${empty} of them empty, and ${since.passed} went on`);
        assert.equal(as, kind, `${name}: ${side} ${kind}`);
        // Sound comes 50 times a second, in steps of 20 ms.
        const least = Math.floor(seconds * (kind === 'audio' ? 50 * 0.8 : fps * 0.4));
        assert.ok(since.passed >= least, `${name}: ${side} ${kind} had ${since.passed} frames of ${least}`);
        if (side === 'receive') opened += since.passed;
      }
    }
    const { engine } = hook;
    if (!ownKeys) continue;
    assert.equal(engine.authentication, 0, `${name}: ${side}`);
    assert.equal(engine.syntax, 0, `${name}: ${side}`);
  }
  return opened;
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
