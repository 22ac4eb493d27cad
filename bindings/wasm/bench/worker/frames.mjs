// Frames to measure with: real `RTCEncodedAudioFrame`s and `RTCEncodedVideoFrame`s that begin as the
// codec's frames begin and go on with noise, as what an encoder makes does.

/** Every how many video frames one is a key frame. */
const KEY_INTERVAL = 60;

/** Twice as much as `getRandomValues` gives at once: a frame of up to 64 KB can start in the first half. */
const NOISE = new Uint8Array(131_072);
crypto.getRandomValues(NOISE.subarray(0, 65_536));
crypto.getRandomValues(NOISE.subarray(65_536));

/** Frames that a browser encoded, of which all others are copies: `{ audio, key, delta }`. */
let originals;

export function setOriginals(frames) {
  originals = frames;
}

/** The content of the `index`th frame of a track. */
export function content(codec, bytes, index) {
  // Each frame starts elsewhere in the noise, so that one cannot pass for another.
  const from = (index * 16) % 65_536;
  const data = NOISE.slice(from, from + bytes);
  if (codec === 'opus') writeOpusHeader(data);
  else writeVp8Header(data, isKey(index));
  return data.buffer;
}

/** A frame as WebRTC would hand it out: sealed or not, `data` is what it carries. */
export function frame(codec, index, data) {
  const original = codec === 'opus' ? originals.audio : isKey(index) ? originals.key : originals.delta;
  const metadata = original.getMetadata();
  // 20 ms at 48 kHz, or 40 ms at 90 kHz.
  const step = codec === 'opus' ? 960 : 3600;
  metadata.rtpTimestamp = (index * step) >>> 0;
  const made = new original.constructor(original, { metadata });
  made.data = data;
  return made;
}

/** Whether two frames carry the same bytes. Compares words, then what remains. */
export function isSame(left, right) {
  if (left.byteLength !== right.byteLength) return false;
  const words = left.byteLength >>> 2;
  const [a, b] = [new Uint32Array(left, 0, words), new Uint32Array(right, 0, words)];
  for (let at = 0; at < words; at += 1) if (a[at] !== b[at]) return false;
  const [x, y] = [new Uint8Array(left, words * 4), new Uint8Array(right, words * 4)];
  return x.every((byte, at) => byte === y[at]);
}

const isKey = (index) => index % KEY_INTERVAL === 0;

/** RFC 6716 section 3.1: hybrid, fullband, 20 ms, mono, one frame in the packet. */
function writeOpusHeader(data) {
  data[0] = 0x78;
}

/** RFC 6386 section 9.1: frame tag, and for a key frame the start code and 640 x 480. */
function writeVp8Header(data, key) {
  const firstPartition = (data.length - 10) >>> 2;
  const tag = (key ? 0 : 1) | (1 << 4) | (firstPartition << 5);
  data.set([tag & 0xff, (tag >>> 8) & 0xff, (tag >>> 16) & 0xff]);
  if (key) data.set([0x9d, 0x01, 0x2a, 640 & 0xff, 640 >>> 8, 480 & 0xff, 480 >>> 8], 3);
}
