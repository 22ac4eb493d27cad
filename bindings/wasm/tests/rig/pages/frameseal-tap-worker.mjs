// The worker of FrameSeal, and somebody who writes down what leaves it: for each frame of a sender
// the length, what of it is not plaintext, the time, and KID and counter, which are read as a server could (the format's prefix
// form, and plain SFrame). With `?storage=refused` there is no IndexedDB, with `full` no room in it.

import '../../dist/worker.js';

/** What the page asks for is at most this long. */
const MAX_FRAMES = 20_000;

const streams = new WeakMap();
const sides = new WeakMap();
const frames = [];

const { getWriter } = WritableStream.prototype;
WritableStream.prototype.getWriter = function () {
  const writer = getWriter.call(this);
  streams.set(writer, this);
  return writer;
};
const { write } = WritableStreamDefaultWriter.prototype;
WritableStreamDefaultWriter.prototype.write = function (frame) {
  if (sides.get(streams.get(this)) === 'send' && frames.length < MAX_FRAMES) {
    frames.push({ at: performance.timeOrigin + performance.now(), ...look(new Uint8Array(frame.data)) });
  }
  return write.call(this, frame);
};

addEventListener('rtctransform', ({ transformer }) => {
  sides.set(transformer.writable, transformer.options.frameseal.side);
});

addEventListener('message', ({ data }) => {
  data.tap?.postMessage(frames);
});

const storage = new URL(import.meta.url).searchParams.get('storage');
if (storage === 'full') {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...words) {
    const request = put.apply(this, words);
    this.transaction.abort();
    return request;
  };
}
if (storage === 'refused') {
  Object.defineProperty(globalThis, 'indexedDB', {
    get() {
      throw new DOMException('access to the Indexed Database API is denied in this context', 'SecurityError');
    },
  });
}

// RFC 9605 section 4.3, behind as many clear bytes as the last byte says.
function look(bytes) {
  const { length } = bytes;
  const last = bytes[length - 1];
  const form = last & 0x0f;
  if (last >> 5 !== 1 || form > 12) return { length };
  let at = form;
  const config = bytes[at++];
  const number = (isLong, bits) => {
    if (!isLong) return bits;
    let value = 0n;
    for (let count = bits + 1; count > 0; count -= 1) value = (value << 8n) | BigInt(bytes[at++]);
    return value;
  };
  const kid = number(config & 0x80, (config >> 4) & 7);
  const counter = number(config & 0x08, config & 7);
  // The header's end, and the trailer.
  return { length, clear: at + 1, kid: String(kid), counter: Number(counter) };
}
