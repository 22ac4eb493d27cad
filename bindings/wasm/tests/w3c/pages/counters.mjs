// Seals frames with one key, in this window and in a worker, and says which counters they have.

import { SFrameEncryptorStream } from '/dist/w3c.js';
import { parse } from './reference.mjs';

const KEY = Uint8Array.from({ length: 32 }, (_, index) => 7 * index + 1);

/** Seals so many frames at a stream of its own. */
export async function seal(frames) {
  const encryptor = new SFrameEncryptorStream({ cipherSuite: 'AES_256_GCM_SHA512_128' });
  await encryptor.setEncryptionKey(await crypto.subtle.importKey('raw', KEY, 'HKDF', false, ['deriveBits']), 77);
  const [writer, reader] = [encryptor.writable.getWriter(), encryptor.readable.getReader()];
  const counters = [];
  for (let frame = 0; frame < frames; frame += 1) {
    writer.write(new ArrayBuffer(40));
    const { value } = await reader.read();
    counters.push(String(parse(new Uint8Array(value)).counter));
  }
  return counters;
}

if (typeof window === 'undefined') {
  postMessage(await seal(20));
} else {
  /** Seals at the same time at two streams here and at one in each of two workers. */
  window.sealEverywhere = async () => {
    const inWorker = () => new Promise((resolve, reject) => {
      const worker = new Worker('counters.mjs', { type: 'module' });
      worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
      worker.onerror = (event) => reject(new Error(event.message));
    });
    return (await Promise.all([seal(20), seal(20), inWorker(), inWorker()])).flat();
  };
}
