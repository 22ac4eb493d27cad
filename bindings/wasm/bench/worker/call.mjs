// A call of 25 people as one of them lives through it: in real time, every frame when it is due.

import { content, frame, isSame } from './frames.mjs';
import { Line, inTime } from './line.mjs';

/** Whom this member receives from. */
const OTHERS = 24;

/** What everybody sends: frame size in bytes, frames a second. */
const MEDIA = [
  { codec: 'opus', bytes: 160, rate: 50 },
  { codec: 'vp8', bytes: 4096, rate: 25 },
];

export class Call {
  /** All frames of the call in the order in which they are due. */
  #frames = [];
  #done = 0;
  #next = 0;
  #cell = new Int32Array(new SharedArrayBuffer(4));

  /** Sets up all tracks and seals beforehand what the others send in `seconds`. */
  async prepare(implementation, seconds) {
    for (let other = 0; other < OTHERS; other += 1) {
      const user = `user ${other}`;
      await implementation.key(user, crypto.getRandomValues(new Uint8Array(16)));
      for (const media of MEDIA) await this.#receive(implementation, user, media, other / OTHERS, seconds);
    }
    await implementation.key('me', crypto.getRandomValues(new Uint8Array(16)));
    for (const media of MEDIA) this.#send(implementation, 'me', media, seconds);
    this.#frames.sort((a, b) => a.due - b.due);
    gc(); // Chromium is started with --expose-gc
  }

  /** Lives through `seconds`. Answers how long each received frame took and how late the frames were given in. */
  async run(seconds) {
    const first = this.#next;
    const start = this.#frames[first].due;
    let last = first;
    while (last < this.#frames.length && this.#frames[last].due < start + seconds * 1000) last += 1;
    const begin = performance.now() - start;
    while (this.#next < last) {
      const next = this.#frames[this.#next];
      const wait = begin + next.due - performance.now();
      if (wait > 0) await Atomics.waitAsync(this.#cell, 0, 0, wait).value;
      else {
        next.given = performance.now();
        next.line.push(next.frame);
        this.#next += 1;
      }
    }
    const all = new Promise((resolve) => {
      const look = () => (this.#done === last ? resolve() : setTimeout(look, 5));
      look();
    });
    await inTime(all, () => `${this.#done} of ${last} frames came out`);
    const frames = this.#frames.slice(first, last);
    const wrong = frames.filter(({ out, expected }) => expected && !isSame(out, expected));
    if (wrong.length > 0) throw new Error(`${wrong.length} of ${frames.length} received frames came out changed`);
    return {
      received: frames.filter(({ expected }) => expected).length,
      sent: frames.filter(({ expected }) => !expected).length,
      delays: frames.filter(({ expected }) => expected).map(({ given, taken }) => taken - given),
      lateness: frames.map(({ given, due }) => given - begin - due),
    };
  }

  async #receive(implementation, user, { codec, bytes, rate }, phase, seconds) {
    const plain = Array.from({ length: seconds * rate }, (_, index) => content(codec, bytes, index));
    const sealed = await seal(implementation, user, codec, plain.map((data) => data.slice()));
    const line = new Line();
    const due = sealed.map((data, index) => ({
      due: ((index + phase) * 1000) / rate,
      line,
      frame: frame(codec, index, data),
      expected: plain[index],
    }));
    this.#note(line, due);
    implementation.decode(user, codec, line.readable, line.writable);
  }

  #send(implementation, user, { codec, bytes, rate }, seconds) {
    const line = new Line();
    const due = Array.from({ length: seconds * rate }, (_, index) => ({
      due: ((index + 0.5) * 1000) / rate,
      line,
      frame: frame(codec, index, content(codec, bytes, index)),
    }));
    this.#note(line, due);
    implementation.encode(user, codec, line.readable, line.writable);
  }

  /** Notes for each frame of a line when it came out and with what. */
  #note(line, frames) {
    let count = 0;
    line.onframe = ({ data }) => {
      frames[count].taken = performance.now();
      frames[count].out = data;
      count += 1;
      this.#done += 1;
    };
    this.#frames.push(...frames);
  }
}

/** Sends frames through a sender's track. */
async function seal(implementation, user, codec, plain) {
  const sealed = [];
  const line = new Line();
  implementation.encode(user, codec, line.readable, line.writable);
  const all = new Promise((resolve) => {
    line.onframe = ({ data }) => {
      sealed.push(data);
      if (sealed.length === plain.length) resolve();
    };
  });
  for (const [index, data] of plain.entries()) line.push(frame(codec, index, data));
  await inTime(all, () => `${sealed.length} of ${plain.length} frames were sealed`);
  return sealed;
}
