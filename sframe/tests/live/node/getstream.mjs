// Drives the E2EE worker that @stream-io/video-client carries as a function.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker, fromHex, serve } from './shim.mjs';

// The file is an ES module in a package that does not say so; Node reads it by this detour.
const path = createRequire(import.meta.url).resolve('@stream-io/video-client/dist/e2ee-worker.browser.es.js');
const module = await import(`data:text/javascript;base64,${readFileSync(path).toString('base64')}`);
// What `EncryptionManager.create` makes a Blob of.
const source = `(${module.e2eeWorker.toString()})()`;

await serve({
  async new({ ivPrefix }) {
    return new Worker(source, path, { bytes: ivPrefix });
  },

  /** Sets a user's key, or without a user the shared one. */
  async key(worker, { user, index = 0, raw }) {
    const type = user === undefined ? 'cmd.set_shared_key' : 'cmd.set_key';
    await worker.post({ type, userId: user, keyIndex: index, rawKey: fromHex(raw).buffer });
  },

  /** Removes one key of a user, or without a user one of the shared ones. */
  async removeKey(worker, { user, index }) {
    const type = user === undefined ? 'cmd.remove_shared_key' : 'cmd.remove_key';
    await worker.post({ type, userId: user, keyIndex: index });
  },

  async removeKeys(worker, { user }) {
    await worker.post({ type: 'cmd.remove_all_keys', userId: user });
  },

  async track(worker, { user, track, direction, codec, trackType }) {
    await worker.open(track, { operation: direction, userId: user, codec, trackType });
  },

  async frames(worker, { track, frames }) {
    return { frames: await worker.frames(track, frames) };
  },
});
