// Long frames through the browser's own AES-GCM.
//
// WebCrypto runs on the processor's AES instructions and off this thread, but a call to it costs
// as much as a few hundred bytes in wasm in one browser, and as much as 8 KB in another. So the
// length from which it is faster is measured when the engine is loaded. Counters are taken, and
// screened, before anything is awaited; what comes back is checked again by the engine.

import { Encryptor, escape, grantCounters, useElsewhere, wipe } from './wasm/frameseal_wasm.js';
import type { Decryptor } from './wasm/frameseal_wasm.js';
import { Outcome } from './outcome.js';
import type { Room } from './room.js';

/** Bits of the tag of AES-GCM in RFC 9605. */
const TAG_BITS = 128;

/** Frames of 64 B to 64 KiB are tried: shorter ones are never faster there, longer ones always. */
const SIZES = [256, 512, 1024, 2048, 4096, 8192, 16384, 65536];

/** Of 7 tries the middle one counts: the first are slow, and others compute beside us. */
const TRIES = 7;

const keys = new Map<number, Promise<CryptoKey>>();

/** Has keys given to WebCrypto as well from now on. Says whether there is one. */
export function holdKeys(): boolean {
  if (typeof crypto === 'undefined' || !crypto.subtle) return false; // not a secure context
  useElsewhere(
    (number: number, bytes: Uint8Array<ArrayBuffer>) => {
      const key = crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
      key.catch(() => {}); // whoever uses it sees the error
      keys.set(number, key);
      bytes.fill(0); // it was copied before the call returned
    },
    (number: number) => keys.delete(number),
  );
  return true;
}

/**
 * What is done with a sealed or opened frame, or with an outcome. It is called before any other
 * frame has its turn, so the engine's report is still of this one.
 */
type Finish = (result: ArrayBuffer | number) => boolean;

/** Seals the frame that is in the room. */
export async function seal(
  room: Room,
  encryptor: Encryptor,
  codec: number,
  padding: number,
  frame: ArrayBuffer,
  finish: Finish,
): Promise<boolean> {
  const outcome = encryptor.sealElsewhere(codec, padding, frame.byteLength);
  if (outcome === Outcome.Here) {
    const sealed = encryptor.seal(codec, padding, frame.byteLength);
    return finish(sealed === Outcome.Done ? room.take() : sealed);
  }
  if (outcome !== Outcome.Done) return finish(outcome);
  const { key, nonce, aad, data, at, escapeFrom } = room.elsewhere();
  // Everything else is in its place; where the plaintext still is, the ciphertext goes.
  const out = room.take();
  const bytes = new Uint8Array(out);
  try {
    const held = keys.get(key);
    if (!held) throw new Error('the key was forgotten');
    const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: aad, tagLength: TAG_BITS };
    const sealed = await crypto.subtle.encrypt(algorithm, await held, data);
    bytes.set(new Uint8Array(sealed), at);
  } catch {
    bytes.fill(0);
    return finish(Outcome.Usage); // the counter is spent, the frame is lost, nothing leaves
  }
  data.fill(0);
  if (escapeFrom === 0) return finish(out);
  room.write(bytes);
  const escaped = escape(escapeFrom, bytes.byteLength);
  return finish(escaped === Outcome.Done ? room.take() : escaped);
}

/** Opens the frame that is in the room. */
export async function open(
  room: Room,
  decryptor: Decryptor,
  isEnvelope: boolean,
  frame: ArrayBuffer,
  finish: Finish,
): Promise<boolean> {
  const outcome = decryptor.openElsewhere(isEnvelope, frame.byteLength);
  if (outcome === Outcome.Here) {
    room.write(frame);
    return finish(decryptor.open(isEnvelope, frame.byteLength));
  }
  if (outcome !== Outcome.Done) return finish(outcome);
  const { key, nonce, aad, data, ticket } = room.elsewhere();
  let plaintext: ArrayBuffer | undefined;
  try {
    const held = keys.get(key);
    const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: aad, tagLength: TAG_BITS };
    if (held) plaintext = await crypto.subtle.decrypt(algorithm, await held, data);
  } catch {
    // Not authentic, which the engine is told below.
  }
  const opened = decryptor.openedElsewhere(ticket, plaintext !== undefined);
  const passes = finish(opened === Outcome.Done && plaintext ? plaintext : opened);
  if (!passes && plaintext) new Uint8Array(plaintext).fill(0);
  return passes;
}

/**
 * Measures from how many bytes WebCrypto is faster than wasm, by sealing with a key that is thrown
 * away. Takes about 20 ms.
 *
 * @returns Bytes; `Infinity` when it never is.
 */
export async function measure(room: Room): Promise<number> {
  const key = () => crypto.getRandomValues(new Uint8Array(16));
  const [suite, kid] = [4, 0n];
  const secret = key();
  const fingerprint = Encryptor.fingerprintOf(suite, kid, secret);
  grantCounters(fingerprint, 0n, 1n << 20n);
  const encryptor = new Encryptor(suite, kid, secret);
  try {
    const zeros = new ArrayBuffer(SIZES.at(-1) ?? 0);
    let from = Infinity;
    // From long to short: once it is slower, it is so for everything shorter.
    for (const size of SIZES.toReversed()) {
      const frame = zeros.slice(0, size);
      const here: number[] = [];
      const there: number[] = [];
      for (let at = 0; at < TRIES; at++) {
        let begun = performance.now();
        for (let again = 0; again < 4; again++) {
          room.write(frame);
          encryptor.seal(0, 0, size);
          room.take();
        }
        here.push(performance.now() - begun);
        begun = performance.now();
        for (let again = 0; again < 4; again++) {
          room.write(frame);
          await seal(room, encryptor, 0, 0, frame, () => true);
        }
        there.push(performance.now() - begun);
      }
      if (median(there) >= median(here)) break;
      from = size;
    }
    return from;
  } finally {
    encryptor.free();
    wipe();
  }
}

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
}
