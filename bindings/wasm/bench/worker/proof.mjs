// That an implementation does what it is timed at: seals, opens, and refuses what was changed.

import { frame } from './frames.mjs';

/** Bytes at the start of a frame that may stay clear: a VP8 key frame's header. */
const CLEAR = 10;

/** Length of the pieces of a frame that must not be found in what was sealed. */
const PIECE = 8;

/** Throws unless frames are unreadable when sealed and refused when changed. Answers the number of checks. */
export async function prove(roundTrip, bytes) {
  const { sealed, index, expected } = await roundTrip.seal(bytes);
  const data = new Uint8Array(sealed.data);
  const plain = new Uint8Array(expected);
  if (data.length < plain.length + 8) throw new Error(`${data.length - plain.length} bytes hold no tag`);
  let checks = 1;
  for (let at = CLEAR; at + PIECE <= plain.length; at += PIECE) {
    if (contains(data, plain.subarray(at, at + PIECE))) throw new Error(`the bytes from ${at} on are not sealed`);
    checks += 1;
  }
  const changed = data.slice();
  changed[Math.floor(bytes / 2)] ^= 1;
  const forged = frame(roundTrip.codec, index, changed.buffer);
  const out = await roundTrip.open([forged, sealed], sealed);
  if (out.length !== 1) throw new Error('a changed frame was not refused');
  return checks + 1;
}

function contains(data, piece) {
  for (let from = data.indexOf(piece[0]); from >= 0; from = data.indexOf(piece[0], from + 1)) {
    if (piece.every((byte, at) => data[from + at] === byte)) return true;
  }
  return false;
}
