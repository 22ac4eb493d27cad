// Says whether a recording shows the test picture of a name and lets its tone be heard.

import { CELLS, HEIGHT, STILL_ROWS, WIDTH, cellCentre, frameNumber, seedOf, stillPixels } from '../page/known-picture.mjs';
import { decodePictures, decodeSound } from './recordings.mjs';

/** Pictures are compared at a quarter of their size, where a codec's noise averages out. */
const SCALE = 4;
const [WIDE, HIGH, STILL] = [WIDTH / SCALE, HEIGHT / SCALE, STILL_ROWS / SCALE];

/**
 * From 0.9 on a picture is shown; other people's test pictures reach 0.75, and what decoders
 * make of ciphertext some tenths.
 */
export const SHOWN = 0.9;
/** Below this nothing of a picture is left. */
export const NOTHING = 0.5;

/** 40 ms: the tone's wave fits in often enough to be told from its neighbours. */
const WINDOW = 1920;
const SAMPLE_RATE = 48_000;
/** −60 dB of full scale: quieter is silence. */
const SILENCE = 1e-3;
/**
 * The share of a window's energy that the tone has to have. What decoders make of ciphertext is noise,
 * and where packets were lost they fill gaps with any tone: now and then, at most in one window of
 * `CHANCE`, that is the one looked for.
 */
const TONE_SHARE = 0.8;
export const CHANCE = 200;

/**
 * Compares a picture with the test picture of a name.
 *
 * @param {Uint8Array} pixels RGB, a quarter of the size of a test picture each way
 * @returns {{ similarity: number, psnr: number, number: number }} `similarity` is the correlation of
 *   the colours after each row's mean was taken out, 1 for the same picture and about 0 for
 *   any that has nothing to do with it; `psnr` is in dB; `number` is what the cells count
 */
export function comparePicture(pixels, reference) {
  let [product, ours, theirs, error] = [0, 0, 0, 0];
  for (let row = 0; row < STILL; row++) {
    for (let part = 0; part < 3; part++) {
      let [a, b] = [0, 0];
      for (let x = 0; x < WIDE; x++) {
        a += pixels[(row * WIDE + x) * 3 + part];
        b += reference[(row * WIDE + x) * 3 + part];
      }
      for (let x = 0; x < WIDE; x++) {
        const at = (row * WIDE + x) * 3 + part;
        const [p, r] = [pixels[at] - a / WIDE, reference[at] - b / WIDE];
        product += p * r;
        ours += p * p;
        theirs += r * r;
        error += (pixels[at] - reference[at]) ** 2;
      }
    }
  }
  const cells = Array.from({ length: CELLS }, (_, cell) => {
    const { x, y } = cellCentre(cell);
    return pixels[(Math.floor(y / SCALE) * WIDE + Math.floor(x / SCALE)) * 3 + 1];
  });
  return {
    similarity: ours === 0 ? 0 : product / Math.sqrt(ours * theirs),
    psnr: 10 * Math.log10(255 ** 2 / Math.max(error / (STILL * WIDE * 3), 1e-3)),
    number: frameNumber(cells),
  };
}

/** The still part of a name's test picture, RGB at a quarter of its size. */
export function referenceOf(name) {
  const pixels = stillPixels(seedOf(name));
  const reference = new Float64Array(WIDE * STILL * 3);
  for (let y = 0; y < STILL_ROWS; y++) {
    for (let x = 0; x < WIDTH; x++) {
      for (let part = 0; part < 3; part++) {
        const to = (Math.floor(y / SCALE) * WIDE + Math.floor(x / SCALE)) * 3 + part;
        reference[to] += pixels[(y * WIDTH + x) * 4 + part] / SCALE ** 2;
      }
    }
  }
  return reference;
}

/** Judges all pictures that ffmpeg can decode from a file against the test picture of a name. */
export async function judgePicture(file, name) {
  const reference = referenceOf(name);
  const seen = [];
  const complaints = await decodePictures(file, { width: WIDE, height: HIGH }, (pixels) => {
    seen.push(comparePicture(pixels, reference));
  });
  const of = (key) => seen.map((it) => it[key]);
  return {
    decoded: seen.length,
    shown: seen.filter(({ similarity }) => similarity >= SHOWN).length,
    numbers: new Set(of('number')).size,
    similarity: spread(of('similarity')),
    psnr: spread(of('psnr')),
    complaints,
  };
}

/** Judges the sound that ffmpeg can decode from a file against the tone of a name. */
export async function judgeSound(file, name) {
  const { samples, complaints } = await decodeSound(file);
  const { tone } = seedOf(name);
  let [windows, withTone, silent, energy] = [0, 0, 0, 0];
  for (let at = 0; at + WINDOW <= samples.length; at += WINDOW) {
    const window = samples.subarray(at, at + WINDOW);
    const power = window.reduce((sum, it) => sum + it * it, 0) / WINDOW;
    windows++;
    energy += power;
    if (Math.sqrt(power) < SILENCE) silent++;
    else if (powerAt(window, tone) >= TONE_SHARE * power) withTone++;
  }
  return {
    seconds: samples.length / SAMPLE_RATE,
    windows,
    withTone,
    silent,
    decibels: 10 * Math.log10(energy / Math.max(windows, 1) + 1e-12),
    complaints,
  };
}

/** The power that a window has at a frequency in hertz. */
function powerAt(window, frequency) {
  let [real, imaginary] = [0, 0];
  window.forEach((it, n) => {
    const angle = (2 * Math.PI * frequency * n) / SAMPLE_RATE;
    real += it * Math.cos(angle);
    imaginary += it * Math.sin(angle);
  });
  return (2 * (real * real + imaginary * imaginary)) / window.length ** 2;
}

function spread(values) {
  if (values.length === 0) return { min: null, mean: null, max: null };
  const sum = values.reduce((a, b) => a + b, 0);
  return { min: Math.min(...values), mean: sum / values.length, max: Math.max(...values) };
}
