// Hands frames through, and remembers what they looked like. What it does to them is the
// option `mode`:
//   identity  nothing
//   rewrite   frame.data gets a new buffer with the same bytes
//   flip      every byte after the first `clear` ones is flipped; twice is identity
//   drop      the frame is not passed on

const streams = [];
/** Frames of each stream whose metadata is kept whole. */
const SAMPLES = 3;

self.onrtctransform = ({ transformer }) => {
  const { name, mode = 'identity', clear = 10 } = transformer.options;
  const stream = {
    name,
    frames: 0,
    bytes: 0,
    empty: 0,
    types: {},
    firstType: null,
    errors: [],
    fields: {},
    samples: [],
    transformer,
  };
  streams.push(stream);
  const transform = new TransformStream({
    transform(frame, controller) {
      note(stream, frame);
      if (mode === 'drop') return;
      if (mode === 'rewrite') frame.data = frame.data.slice(0);
      if (mode === 'flip') {
        const bytes = new Uint8Array(frame.data.slice(0));
        for (let index = clear; index < bytes.length; index += 1) bytes[index] ^= 0x55;
        frame.data = bytes.buffer;
      }
      controller.enqueue(frame);
    },
  });
  transformer.readable
    .pipeThrough(transform)
    .pipeTo(transformer.writable)
    .catch((error) => stream.errors.push(String(error)));
};

self.onmessage = async ({ data: { id, command, name } }) => {
  let answer;
  if (command === 'statistics') {
    answer = streams.map(({ transformer, ...stream }) => stream);
  } else {
    const { transformer } = streams.findLast((stream) => stream.name === name);
    try {
      answer = { value: (await transformer[command]()) ?? null };
    } catch (error) {
      answer = { error: String(error) };
    }
  }
  self.postMessage({ id, answer });
};

function note(stream, frame) {
  const metadata = frame.getMetadata();
  const type = frame.type ?? 'audio';
  stream.firstType ??= type;
  stream.frames += 1;
  stream.bytes += frame.data.byteLength;
  if (frame.data.byteLength === 0) stream.empty += 1;
  stream.types[type] = (stream.types[type] ?? 0) + 1;
  // How often each field is there, and a few of its values.
  for (const [key, value] of Object.entries(metadata)) {
    if (value === undefined) continue;
    const field = (stream.fields[key] ??= { there: 0, values: [] });
    field.there += 1;
    const text = JSON.stringify(value);
    if (field.values.length < 6 && !field.values.includes(text)) field.values.push(text);
  }
  if (stream.samples.length < SAMPLES) stream.samples.push({ type, length: frame.data.byteLength, metadata });
}
