// What the tests of the streams have in common: keys, streams on the bench, and what comes out.

import { SFrameDecryptorStream, SFrameEncryptorStream } from '/dist/w3c.js';

export const SUITE = 'AES_128_GCM_SHA256_128';

/** The bytes of the key with that number. Another number is another key. */
export function keyBytes(number) {
  return Uint8Array.from({ length: 16 }, (_, index) => (number >> (8 * (index % 4))) + 31 * index);
}

let keys = 0x01000000;

/** A number that no test had before: counters of a key go on for as long as the page lives. */
export function freshNumber() {
  keys += 1;
  return keys;
}

/** WebCrypto's HKDF keys are never extractable. */
export async function cryptoKey(number, { usages = ['deriveBits'] } = {}) {
  return crypto.subtle.importKey('raw', keyBytes(number), 'HKDF', false, usages);
}

/** A stream with its ends open: `send` writes, `out` collects what comes, in order. */
export class Bench {
  constructor(stream) {
    this.stream = stream;
    this.writer = stream.writable.getWriter();
    this.out = [];
    this.errors = [];
    this.closed = this.#collect(stream.readable.getReader());
    if (stream instanceof EventTarget) stream.addEventListener('error', (event) => this.errors.push(event));
  }

  static sealing(cipherSuite = SUITE) {
    return new Bench(new SFrameEncryptorStream({ cipherSuite }));
  }

  static opening(cipherSuite = SUITE) {
    return new Bench(new SFrameDecryptorStream({ cipherSuite }));
  }

  async #collect(reader) {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.out.push(value);
    }
  }

  /** Writes a chunk and gives what came of it, or null when it was dropped. */
  async send(chunk) {
    const before = this.out.length;
    await this.writer.write(chunk);
    await turn();
    return this.out[before] ?? null;
  }

  /** As `send`, as bytes. */
  async sendBytes(chunk) {
    const out = await this.send(chunk);
    return out === null ? null : new Uint8Array(out);
  }
}

/** Waits until tasks that are queued have run. */
export async function turn() {
  await new Promise((resolve) => { setTimeout(resolve); });
}

/** Bytes that look random and are the same every time. */
export function sample(len, seed = 1) {
  let state = seed;
  return Uint8Array.from({ length: len }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 16;
  });
}

export function assert_bytes(actual, expected, description) {
  assert_not_equals(actual, null, `${description}: dropped`);
  assert_equals(String(actual), String(expected), description);
}
