// What a browser gives to an encoded-transform worker, and the JSON-lines server around it.
//
// A worker's published file runs unmodified in a `vm` context of its own. The context only
// changes what a page could change too: the source of randomness, so that outputs can be
// compared with recorded ones, and WebCrypto is watched, to know when the worker is at rest.

import { createInterface } from 'node:readline';
import vm from 'node:vm';

/** An encoded frame as WebRTC hands it out; `in` and `instanceof` tell audio from video. */
class Frame {
  constructor(json) {
    const bytes = fromHex(json.data);
    this.data = bytes.buffer;
    this.timestamp = json.timestamp ?? 0;
    this.outcome = undefined;
    const metadata = { synchronizationSource: json.ssrc ?? 0 };
    if (json.payloadType !== undefined) metadata.payloadType = json.payloadType;
    if (json.mimeType !== undefined) metadata.mimeType = json.mimeType;
    this.getMetadata = () => metadata;
  }
}

class RTCEncodedAudioFrame extends Frame {}

class RTCEncodedVideoFrame extends Frame {
  constructor(json) {
    super(json);
    this.type = json.type;
  }
}

/**
 * A `TransformStream` that notes for each frame what the worker's transform did with it. The
 * worker's own function runs, in a real stream; only its controller is watched.
 */
class WatchedTransformStream extends TransformStream {
  constructor(transformer = {}, ...rest) {
    super({ ...transformer, transform: (frame, controller) => watch(transformer, frame, controller) }, ...rest);
  }
}

async function watch(transformer, frame, controller) {
  const watched = {
    enqueue: (out) => {
      frame.outcome = { data: toHex(out.data) };
      controller.enqueue(out);
    },
    error: (reason) => controller.error(reason),
    terminate: () => controller.terminate(),
  };
  try {
    await transformer.transform?.(frame, watched);
    frame.outcome ??= { dropped: '' };
  } catch (error) {
    // As in a browser the pipe breaks here; every later frame of the track is lost.
    frame.outcome ??= { dropped: String(error?.message ?? error), broken: true };
    throw error;
  } finally {
    frame.done(frame.outcome);
  }
}

/** One worker: its globals, the messages that it posted, and its tracks. */
export class Worker {
  constructor(source, name, { random, bytes } = {}) {
    this.posted = [];
    this.listeners = { message: [], rtctransform: [] };
    this.tracks = new Map();
    this.pending = 0;
    const globals = {
      postMessage: (message) => this.posted.push(message),
      addEventListener: (type, listener) => (this.listeners[type] ??= []).push(listener),
      onmessage: null,
      onrtctransform: null,
      RTCTransformEvent: class RTCTransformEvent {},
      RTCEncodedAudioFrame,
      RTCEncodedVideoFrame,
      TransformStream: WatchedTransformStream,
      crypto: { subtle: this.#watchedSubtle(), getRandomValues: randomValues(bytes) },
      console: quiet(this.posted),
      // One realm for what crosses the border, so that `instanceof` holds on both sides.
      ArrayBuffer, DataView, Uint8Array, Error, TypeError, RangeError,
      ReadableStream, WritableStream, TextEncoder, TextDecoder, URL, Blob,
      performance, setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, structuredClone,
    };
    globals.self = globals;
    const context = vm.createContext(globals);
    globals.self = vm.runInContext('globalThis', context);
    if (random !== undefined) vm.runInContext(`Math.random = () => ${Number(random)}`, context);
    new vm.Script(source, { filename: name }).runInContext(context);
    this.globals = globals;
  }

  async post(data) {
    await this.#dispatch('message', { data });
  }

  /** Opens a track the way that `new RTCRtpScriptTransform(worker, options)` does. */
  async open(track, options) {
    const state = { broken: undefined };
    const readable = new ReadableStream({ start: (controller) => (state.source = controller) });
    const writable = new WritableStream({ abort: (reason) => (state.broken ??= reason) });
    await this.#dispatch('rtctransform', { transformer: { readable, writable, options } });
    this.tracks.set(track, state);
  }

  /** Sends frames through a track one after another, as the stream does. */
  async frames(track, list) {
    const state = this.tracks.get(track);
    if (!state) throw new Error(`no track ${track}`);
    const outcomes = [];
    for (const json of list) {
      if (state.broken !== undefined) {
        outcomes.push({ dropped: `pipe broken: ${state.broken}`, broken: true });
        continue;
      }
      const frame = json.type === undefined ? new RTCEncodedAudioFrame(json) : new RTCEncodedVideoFrame(json);
      const done = new Promise((resolve) => (frame.done = resolve));
      state.source.enqueue(frame);
      const outcome = await done;
      if (outcome.broken) state.broken ??= outcome.dropped;
      outcomes.push(outcome);
    }
    await this.settled();
    return outcomes;
  }

  /** Takes what the worker posted since the last call. */
  take() {
    return this.posted.splice(0).map(plain);
  }

  async #dispatch(type, event) {
    const handler = this.globals[`on${type}`];
    if (handler) await handler.call(this.globals, event);
    for (const listener of this.listeners[type]) await listener.call(this.globals, event);
    await this.settled();
  }

  /** Waits until everything that is ready to run has run, and no cryptography is under way. */
  async settled() {
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await new Promise(setImmediate);
      if (this.pending > 0) quiet = -1;
    }
  }

  #watchedSubtle() {
    const names = ['importKey', 'deriveKey', 'deriveBits', 'encrypt', 'decrypt', 'digest'];
    const watched = (name) => (...words) => {
      this.pending += 1;
      return crypto.subtle[name](...words).finally(() => (this.pending -= 1));
    };
    return Object.fromEntries(names.map((name) => [name, watched(name)]));
  }
}

// A browser reports a promise that nobody waits for and goes on; so does this.
process.on('unhandledRejection', (reason) => process.stderr.write(`unhandled: ${reason?.stack ?? reason}\n`));

/** Serves `{"id", "op", …}` lines: one answer a line, in order. */
export async function serve(operations) {
  const workers = [];
  const answer = async (request) => {
    if (request.op === 'new') {
      workers.push(await operations.new(request));
      return { worker: workers.length - 1 };
    }
    const worker = workers[request.worker];
    if (!worker) throw new Error(`no worker ${request.worker}`);
    const operation = operations[request.op];
    if (!operation) throw new Error(`no operation ${request.op}`);
    const result = (await operation(worker, request)) ?? {};
    const events = worker.take();
    return events.length ? { ...result, events } : result;
  };
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const request = JSON.parse(line);
    if (request.op === 'die') {
      process.stderr.write('asked to die\n', () => process.exit(1));
      return;
    }
    let reply;
    try {
      reply = { id: request.id, ok: await answer(request) };
    } catch (error) {
      reply = { id: request.id, error: String(error?.stack ?? error) };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}

export const fromHex = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
export const toHex = (data) => Buffer.from(data).toString('hex');

/** The browser's randomness, or bytes that repeat. */
function randomValues(hex) {
  if (hex === undefined) return (array) => crypto.getRandomValues(array);
  const pattern = fromHex(hex);
  return (array) => {
    array.forEach((_, index) => (array[index] = pattern[index % pattern.length]));
    return array;
  };
}

function quiet(posted) {
  const write = (level) => (...words) => posted.push({ kind: 'console', level, text: words.map(String).join(' ') });
  return { log: write('log'), debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** Makes a posted message fit for JSON: errors as text, buffers as hex, keys as a word. */
function plain(value) {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof ArrayBuffer) return toHex(value);
  if (ArrayBuffer.isView(value)) return toHex(value);
  if (value instanceof CryptoKey) return `CryptoKey ${value.algorithm.name}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}
