// The picture of frame `number` of sender `id`: a pure function of both, so that a viewer can
// draw for itself what the sender drew.
//
// The two top rows hold the number, the sender and a check value as black and white squares,
// large enough to survive a strong codec; below are coloured blocks and a square that moves.
// The number is in Gray code: between two frames two squares change, and no codec has to
// spend its bits on a burst of them.

/** What everything here is drawn and compared in, whatever the size of the video. */
export const WIDTH = 320;
export const HEIGHT = 240;

const CELL = 20;
const COLUMNS = WIDTH / CELL;
const ROWS = HEIGHT / CELL;
const NUMBER_BITS = 16;
const ID_BITS = 4;
const CHECK_BITS = 12;

export const MAX_ID = (1 << ID_BITS) - 1;

/** Draws to a 2D context, stretched over the whole canvas. */
export function draw(context, number, id) {
  const { width, height } = context.canvas;
  context.setTransform(width / WIDTH, 0, 0, height / HEIGHT, 0, 0);
  for (let row = 2; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      const light = 35 + 30 * ((column + row) & 1);
      context.fillStyle = `hsl(${id * 67 + column * 7 + row * 11} 45% ${light}%)`;
      context.fillRect(column * CELL, row * CELL, CELL, CELL);
    }
  }
  // A path that comes back every 6 s at 30 frames a second.
  const turn = (number / 180) * 2 * Math.PI;
  const left = Math.round(130 + 120 * Math.sin(turn));
  const top = Math.round(110 + 60 * Math.cos(2 * turn));
  context.fillStyle = 'white';
  context.fillRect(left, top, 60, 60);
  context.fillStyle = `hsl(${id * 67 + 180} 60% 35%)`;
  context.fillRect(left + 8, top + 8, 44, 44);

  const code = number ^ (number >> 1);
  const bits = [...bitsOf(code, NUMBER_BITS), ...bitsOf(id, ID_BITS), ...bitsOf(check(code, id), CHECK_BITS)];
  bits.forEach((bit, index) => {
    context.fillStyle = bit ? 'white' : 'black';
    context.fillRect((index % COLUMNS) * CELL, Math.floor(index / COLUMNS) * CELL, CELL, CELL);
  });
}

/**
 * Reads number and sender from the RGBA bytes of a picture of WIDTH by HEIGHT.
 *
 * @returns {{number: number, id: number} | null} null where the check value does not fit.
 */
export function read(pixels) {
  const bits = [];
  for (let index = 0; index < NUMBER_BITS + ID_BITS + CHECK_BITS; index += 1) {
    const left = (index % COLUMNS) * CELL;
    const top = Math.floor(index / COLUMNS) * CELL;
    bits.push(brightness(pixels, left + 6, top + 6, CELL - 12) > 128 ? 1 : 0);
  }
  const code = numberOf(bits.splice(0, NUMBER_BITS));
  const id = numberOf(bits.splice(0, ID_BITS));
  if (numberOf(bits) !== check(code, id)) return null;
  let number = code;
  for (let shift = code >> 1; shift > 0; shift >>= 1) number ^= shift;
  return { number, id };
}

/** Peak signal-to-noise ratio of two pictures in dB, over red, green and blue. */
export function psnr(a, b) {
  let squares = 0;
  for (let index = 0; index < a.length; index += 4) {
    const red = a[index] - b[index];
    const green = a[index + 1] - b[index + 1];
    const blue = a[index + 2] - b[index + 2];
    squares += red * red + green * green + blue * blue;
  }
  const mean = squares / (a.length * 0.75);
  return mean === 0 ? 99 : 10 * Math.log10((255 * 255) / mean);
}

// The complement, so that no picture of one colour reads as a number, mixed with the sender.
function check(code, id) {
  return (~code ^ (id * 0x111)) & ((1 << CHECK_BITS) - 1);
}

function bitsOf(value, count) {
  return Array.from({ length: count }, (_, index) => (value >> (count - 1 - index)) & 1);
}

function numberOf(bits) {
  return bits.reduce((sum, bit) => sum * 2 + bit, 0);
}

function brightness(pixels, left, top, size) {
  let sum = 0;
  for (let y = top; y < top + size; y += 1) {
    for (let x = left; x < left + size; x += 1) {
      const index = (y * WIDTH + x) * 4;
      sum += pixels[index] + pixels[index + 1] + pixels[index + 2];
    }
  }
  return sum / (size * size * 3);
}
