// Frames through encode, then through decode, in one worker.

import { content, frame, isSame } from './frames.mjs';
import { Line, inTime } from './line.mjs';

/** Frames that go before the timed ones, after the heap was cleaned. */
const WARM_UP = 40;

/** One track from its sender to its receiver. */
export class RoundTrip {
  #encode = new Line((sealed) => this.#decode.push(sealed));
  #decode = new Line((opened) => this.#out(opened));
  #out = () => {};
  #sent = 0;

  constructor(implementation, user, codec) {
    this.codec = codec;
    implementation.encode(user, codec, this.#encode.readable, this.#encode.writable);
    implementation.decode(user, codec, this.#decode.readable, this.#decode.writable);
  }

  /** Gives `count` frames in at once. Answers how many ms it took until the last one was out. */
  async burst(bytes, count) {
    const frames = this.#make(bytes, count);
    await this.#warmUp(bytes);
    return this.#pass(frames);
  }

  /** Gives in one frame after another, each when the one before is out. Answers the ms of each. */
  async oneByOne(bytes, count) {
    const frames = this.#make(bytes, count);
    await this.#warmUp(bytes);
    const times = [];
    const out = [];
    const all = new Promise((resolve) => {
      let begin = 0;
      const next = () => {
        const { given } = frames[out.length];
        begin = performance.now();
        this.#encode.push(given);
      };
      this.#out = (opened) => {
        times.push(performance.now() - begin);
        out.push(opened);
        // In a microtask of its own, so that the stream has done with the frame before.
        if (out.length < count) queueMicrotask(next);
        else resolve();
      };
      next();
    });
    await inTime(all, () => `${out.length} of ${count} frames came out`);
    check(frames, out);
    return times;
  }

  /** Seals one frame: what comes out of encode, its index on the track, and what went in. */
  async seal(bytes) {
    const index = this.#sent;
    const [{ given, expected }] = this.#make(bytes, 1);
    const toDecode = this.#encode.onframe;
    const sealing = new Promise((resolve) => (this.#encode.onframe = resolve));
    this.#encode.push(given);
    await inTime(sealing, () => 'a frame was not sealed');
    this.#encode.onframe = toDecode;
    return { sealed: await sealing, index, expected };
  }

  /** Gives sealed frames to decode. Answers all that comes out until `last` does. */
  async open(frames, last) {
    const out = [];
    const opening = new Promise((resolve) => {
      this.#out = (opened) => {
        out.push(opened);
        if (opened === last) resolve();
      };
    });
    for (const given of frames) this.#decode.push(given);
    await inTime(opening, () => `${out.length} of ${frames.length} frames came out, the last did not`);
    return out;
  }

  #make(bytes, count) {
    return Array.from({ length: count }, () => {
      const index = this.#sent;
      this.#sent += 1;
      const data = content(this.codec, bytes, index);
      return { given: frame(this.codec, index, data), expected: data.slice() };
    });
  }

  /** Collects what earlier work left, so that nobody pays for another's garbage, and passes some frames. */
  async #warmUp(bytes) {
    gc(); // Chromium is started with --expose-gc
    await this.#pass(this.#make(bytes, WARM_UP));
  }

  async #pass(frames) {
    const out = [];
    let took = 0;
    const begin = performance.now();
    const all = new Promise((resolve) => {
      this.#out = (opened) => {
        out.push(opened);
        if (out.length < frames.length) return;
        took = performance.now() - begin;
        resolve();
      };
    });
    for (const { given } of frames) this.#encode.push(given);
    await inTime(all, () => `${out.length} of ${frames.length} frames came out`);
    check(frames, out);
    return took;
  }
}

/** Fails unless exactly the frames that went in came out, in order, with the bytes that they had. */
function check(frames, out) {
  if (out.length !== frames.length) throw new Error(`${out.length} of ${frames.length} frames came out`);
  const wrong = out.findIndex(({ data }, index) => !isSame(data, frames[index].expected));
  if (wrong >= 0) throw new Error(`frame ${wrong} of ${frames.length} came out changed`);
}
