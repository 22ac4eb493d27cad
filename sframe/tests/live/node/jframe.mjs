// Drives the E2EE worker of lib-jitsi-meet (JFrame), as @lyno/lib-jitsi-meet publishes it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker, fromHex, serve } from './shim.mjs';

const path = createRequire(import.meta.url).resolve('@lyno/lib-jitsi-meet/lib-jitsi-meet.e2ee-worker.js');
const source = readFileSync(path, 'utf8');

await serve({
  /** `sharedKey` is the mode in which the application brings finished AES keys. */
  async new({ count, sharedKey = false }) {
    // The worker's counter of each SSRC starts at `floor(random * 0xffff)`.
    const random = count === undefined ? undefined : (count + 0.5) / 0xffff;
    const worker = new Worker(source, path, { random });
    await worker.post({ operation: 'initialize', sharedKey });
    return worker;
  },

  /** Sets key material (`raw`), or a finished key (`aes`), or none. */
  async key(worker, { participant, index = 0, raw, aes }) {
    let key = false;
    if (raw !== undefined) key = fromHex(raw);
    if (aes !== undefined) {
      const usages = ['encrypt', 'decrypt'];
      key = { encryptionKey: await crypto.subtle.importKey('raw', fromHex(aes), 'AES-GCM', false, usages) };
    }
    await worker.post({ operation: 'setKey', participantId: participant, key, keyIndex: index });
  },

  async cleanup(worker, { participant }) {
    await worker.post({ operation: 'cleanup', participantId: participant });
  },

  async track(worker, { participant, track, direction }) {
    await worker.open(track, { operation: direction, participantId: participant });
  },

  async frames(worker, { track, frames }) {
    return { frames: await worker.frames(track, frames) };
  },
});
