// What an implementation could do to look fast. Which of it is done stands after `#` in the module's address.

const CHEATS = {
  /** Seals nothing, though as long as something sealed. */
  forwards: {
    encode: (frame) => grow(frame, 16),
    decode: (frame) => grow(frame, -16),
  },
  /** Makes frames unreadable, but takes anything for sealed. */
  'trusts everything': {
    encode: (frame) => mask(grow(frame, 16)),
    decode: (frame) => grow(mask(frame), -16),
  },
  'loses a frame': { decode: (frame, count) => (count === 100 ? undefined : frame) },
  'changes a frame': { decode: (frame, count) => (count === 100 ? mask(frame) : frame) },
  'gives a frame twice': { decode: (frame, count) => (count === 100 ? [frame, frame] : frame) },
  complains: { complaint: true },
};

export async function start() {
  const cheat = decodeURIComponent(new URL(import.meta.url).hash.slice(1));
  const { encode = same, decode = same, complaint = false } = CHEATS[cheat];
  const pipe = (change) => (user, codec, readable, writable) => {
    let count = 0;
    const transform = (frame, controller) => {
      for (const out of [change(frame, count)].flat()) if (out) controller.enqueue(out);
      count += 1;
    };
    readable.pipeThrough(new TransformStream({ transform })).pipeTo(writable);
  };
  return {
    key: async () => {},
    encode: pipe(encode),
    decode: pipe(decode),
    complaints: () => (complaint ? ['a key is missing'] : []),
  };
}

const same = (frame) => frame;

function grow(frame, by) {
  const data = new Uint8Array(frame.data.byteLength + by);
  data.set(new Uint8Array(frame.data).subarray(0, data.length));
  frame.data = data.buffer;
  return frame;
}

function mask(frame) {
  frame.data = new Uint8Array(frame.data).map((byte) => byte ^ 0x5a).buffer;
  return frame;
}
