// One direction of one track: frames go in at `push` and come out at `onframe`, through whatever an
// implementation puts in between.

/** Longest time in ms for frames to come out before a measurement counts as failed. */
const PATIENCE = 20_000;

/** A pair of streams, with queues as long as Chromium makes those of encoded transforms. */
export class Line {
  #source;

  constructor(onframe) {
    this.onframe = onframe;
    this.readable = new ReadableStream({ start: (source) => (this.#source = source) }, { highWaterMark: 0 });
    this.writable = new WritableStream({ write: (frame) => this.onframe(frame) }, { highWaterMark: 1 });
  }

  push(frame) {
    this.#source.enqueue(frame);
  }
}

/** Waits for `promise`, and fails with what `state` says when that takes too long. */
export async function inTime(promise, state) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(state())), PATIENCE)));
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
