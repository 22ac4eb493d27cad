// Long frames through the browser's own AES-GCM.
//
// WebCrypto runs on the processor's AES instructions and in part off this thread, but a call to it
// costs as much as a kilobyte in wasm, more in some browsers. So the length from which it is faster
// is measured. Counters are taken, and screened, before anything is awaited;
// what comes back is checked again by the engine.

import { SendKey, escape, grantCounters, useElsewhere, wipe } from './wasm/frameseal_wasm.js';
import type { Decryptor, Encryptor } from './wasm/frameseal_wasm.js';
import { Outcome } from './outcome.js';
import type { Room } from './room.js';

/** The keys that WebCrypto holds, by their number; undefined while it takes one. */
const keys = new Map<number, CryptoKey | undefined>();

/** Keys that WebCrypto is taking. One that it refuses counts for good: all frames stay here then. */
let taking = 0;

/** Has keys given to WebCrypto as well from now on. Says whether there is one. */
export function holdKeys(): boolean {
  if (typeof crypto === 'undefined' || !crypto.subtle) return false; // not a secure context
  useElsewhere(take, (number: number) => keys.delete(number));
  return true;
}

function take(number: number, bytes: Uint8Array<ArrayBuffer>): void {
  keys.set(number, undefined);
  taking += 1;
  const taken = crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  bytes.fill(0); // it was copied before the call returned
  taken.then((key) => {
    taking -= 1;
    if (keys.has(number)) keys.set(number, key);
  }, () => {});
}

/** Says whether WebCrypto has every key. */
export function holdsAll(): boolean {
  return taking === 0;
}

/**
 * What is done with a sealed or opened frame, or with an outcome. It is called before any other
 * frame has its turn, so the engine's report is still of this one.
 */
type Finish = (result: ArrayBuffer | number) => boolean;

/** Seals the frame that is in the room. Only while {@link holdsAll}. */
export function seal(
  room: Room,
  encryptor: Encryptor,
  codec: number,
  padding: number,
  len: number,
  finish: Finish,
): boolean | Promise<boolean> {
  const outcome = encryptor.sealElsewhere(codec, padding, len);
  if (outcome === Outcome.Here) {
    const sealed = encryptor.seal(codec, padding, len);
    return finish(sealed === Outcome.Done ? room.take() : sealed);
  }
  if (outcome !== Outcome.Done) return finish(outcome);
  const { key, algorithm, data, at, escapeFrom } = room.elsewhere();
  const held = keys.get(key);
  if (!held) throw new Error(FORGOTTEN); // the counter is spent, the frame is lost, nothing leaves
  const sealing = crypto.subtle.encrypt(algorithm, held, data);
  const frame = room.takeAround();
  return sealing.then((sealed) => {
    frame.set(new Uint8Array(sealed), at);
    if (escapeFrom === 0) return finish(frame.buffer);
    room.write(frame);
    const escaped = escape(escapeFrom, frame.byteLength);
    return finish(escaped === Outcome.Done ? room.take() : escaped);
  });
}

/** Opens the frame that is in the room. Only while {@link holdsAll}. */
export function open(
  room: Room,
  decryptor: Decryptor,
  isEnvelope: boolean,
  frame: ArrayBuffer,
  finish: Finish,
): boolean | Promise<boolean> {
  const outcome = decryptor.openElsewhere(isEnvelope, frame.byteLength);
  if (outcome === Outcome.Here) {
    room.write(frame);
    return finish(decryptor.open(isEnvelope, frame.byteLength));
  }
  if (outcome !== Outcome.Done) return finish(outcome);
  const { key, algorithm, data, ticket } = room.elsewhere();
  const held = keys.get(key);
  const opening = held ? crypto.subtle.decrypt(algorithm, held, data) : Promise.reject(new Error(FORGOTTEN));
  return opening.then(
    (plaintext) => {
      const opened = decryptor.openedElsewhere(ticket, true);
      const passes = finish(opened === Outcome.Done ? plaintext : opened);
      if (!passes) new Uint8Array(plaintext).fill(0);
      return passes;
    },
    // Not authentic.
    () => finish(decryptor.openedElsewhere(ticket, false)),
  );
}

const FORGOTTEN = 'WebCrypto has forgotten the key';

/** 2 KB: where WebCrypto is at least as fast in the browsers that were measured. */
export const UNMEASURED = 2048;

/**
 * 4 KiB, a frame of video, of which 8 here and 32 there take about as long. Together that is shorter
 * than the clock's step in some browsers, 5 µs to 1 ms; 24 turns are not. The browser still compiles
 * in 8 turns before them.
 */
const [MEASURED_LEN, HERE, THERE] = [4096, 8, 32];
const [WARM_UP_TURNS, TURNS] = [8, 24];

/** 512 bytes to 64 KiB: shorter frames are never faster there. If longer ones are not, none is. */
const [SHORTEST, LONGEST] = [512, 65_536];

/**
 * Measures from how many bytes WebCrypto keeps this thread for a shorter time than wasm, by sealing
 * with a key that is thrown away. Takes about 30 ms of the thread's time, half a millisecond at a
 * time, so that frames do not wait. How long WebCrypto is waited for does not count: frames that come
 * meanwhile have their turn.
 *
 * @returns Bytes; `Infinity` when it never does.
 */
export async function measure(room: Room): Promise<number> {
  const key = new SendKey(4, 0n, crypto.getRandomValues(new Uint8Array(16)));
  grantCounters(key.fingerprint(), 0n, 1n << 20n);
  const encryptor = key.encryptor();
  try {
    const frame = new ArrayBuffer(MEASURED_LEN);
    const sealHere = (times: number) => {
      for (let at = 0; at < times; at += 1) {
        room.write(frame);
        encryptor.seal(0, 0, MEASURED_LEN);
        room.take();
      }
    };
    const sealThere = (times: number) => {
      const sealing = [];
      for (let at = 0; at < times; at += 1) {
        room.write(frame);
        sealing.push(seal(room, encryptor, 0, 0, MEASURED_LEN, () => true));
      }
      return Promise.all(sealing);
    };
    let [here, there] = [0, 0];
    for (let turn = -WARM_UP_TURNS; turn < TURNS; ) {
      await new Promise((resolve) => setTimeout(resolve));
      if (!holdsAll()) continue;
      const begun = performance.now();
      sealHere(HERE);
      const between = performance.now();
      const sealing = sealThere(THERE);
      if (turn >= 0) {
        here += (between - begun) / HERE;
        there += (performance.now() - between) / THERE;
      }
      await sealing;
      turn += 1;
    }
    // What wasm takes grows with the length, what a call to WebCrypto takes hardly does.
    const from = Math.ceil(MEASURED_LEN * there / here);
    if (!(from > 0)) return UNMEASURED; // the clock hardly moves
    return from > LONGEST ? Infinity : Math.max(SHORTEST, from);
  } finally {
    encryptor.free();
    wipe();
  }
}
