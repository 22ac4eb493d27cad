// Drives the E2EE worker of livekit-client, and the package's own key material functions.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createKeyMaterialFromBuffer, createKeyMaterialFromString, importKey, ratchet } from 'livekit-client';
import { Worker, fromHex, serve, toHex } from './shim.mjs';

const path = createRequire(import.meta.url).resolve('livekit-client/e2ee-worker');
const source = readFileSync(path, 'utf8');

/** The package's defaults (`KEY_PROVIDER_DEFAULTS`, which it does not export). */
const DEFAULTS = {
  sharedKey: false,
  ratchetSalt: 'LKFrameEncryptionKey',
  ratchetWindowSize: 8,
  failureTolerance: 10,
  keyringSize: 16,
  keySize: 128,
};

/** The worker's counter of each SSRC starts at `floor(random * 0xffff)`. */
const randomFor = (count) => (count === undefined ? undefined : (count + 0.5) / 0xffff);

const material = ({ passphrase, raw }) =>
  passphrase === undefined
    ? createKeyMaterialFromBuffer(fromHex(raw).buffer)
    : createKeyMaterialFromString(passphrase);

await serve({
  async new({ count, options = {}, logLevel = 'warn' }) {
    const worker = new Worker(source, path, { random: randomFor(count) });
    const keyProviderOptions = { ...DEFAULTS, ...options };
    await worker.post({ kind: 'init', data: { keyProviderOptions, loglevel: logLevel } });
    const messages = worker.take();
    if (!messages.some(({ kind }) => kind === 'initAck')) throw new Error(JSON.stringify(messages));
    return worker;
  },

  /** Sets a participant's key (or the shared one) and switches the participant to encrypted. */
  async key(worker, { participant, index = 0, update = true, enable = true, ...key }) {
    if (enable) await worker.post({ kind: 'enable', data: { enabled: true, participantIdentity: participant } });
    worker.posted = worker.posted.filter(({ kind }) => kind !== 'enable'); // only an echo
    const data = { participantIdentity: participant, keyIndex: index, updateCurrentKeyIndex: update };
    await worker.post({ kind: 'setKey', data: { ...data, key: await material(key) } });
  },

  async enable(worker, { participant, enabled }) {
    await worker.post({ kind: 'enable', data: { enabled, participantIdentity: participant } });
  },

  async ratchet(worker, { participant, index }) {
    await worker.post({ kind: 'ratchetRequest', data: { participantIdentity: participant, keyIndex: index } });
  },

  async sif(worker, { trailer }) {
    await worker.post({ kind: 'setSifTrailer', data: { trailer: fromHex(trailer) } });
  },

  async rtpMap(worker, { participant, map }) {
    const entries = Object.entries(map).map(([type, codec]) => [Number(type), codec]);
    await worker.post({ kind: 'setRTPMap', data: { participantIdentity: participant, map: new Map(entries) } });
  },

  async track(worker, { participant, track, direction, codec, trailer, metadata }) {
    const options = { kind: direction, participantIdentity: participant, trackId: track, codec };
    await worker.open(track, { ...options, hasPacketTrailer: trailer ?? false, packetTrailer: metadata });
  },

  async frames(worker, { track, frames }) {
    return { frames: await worker.frames(track, frames) };
  },

  /** One step of the package's ratchet of key material, as hex. */
  async material(_, { steps = 1, ...key }) {
    let current = await material(key);
    const list = [];
    for (let step = 0; step < steps; step += 1) {
      const next = await ratchet(current, DEFAULTS.ratchetSalt);
      list.push(toHex(next));
      current = await importKey(next, current.algorithm.name, 'derive');
    }
    return { materials: list };
  },
});
