// The picture and the tone that a participant without a camera sends. Both follow from a
// name, so that whoever has a recording can say whether it shows them.

/** Pixels. */
export const WIDTH = 640;
export const HEIGHT = 360;
/** Pictures a second. */
export const FRAME_RATE = 15;
/** The rows above this one never change; below, cells count the pictures. */
export const STILL_ROWS = 300;
/** Cells from left to right, the highest bit first. */
export const CELLS = 16;

/** What a name's picture and tone are made from. */
export function seedOf(name) {
  let hash = 0x811c9dc5; // FNV-1a
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return { hue: hash % 360, phase: ((hash >>> 9) % 100) / 100, sun: ((hash >>> 16) % 100) / 100, tone: 300 + 25 * ((hash >>> 4) % 29) };
}

/**
 * Draws the part that never changes: a sun over hills.
 *
 * @returns {Uint8ClampedArray<ArrayBuffer>} RGBA, `WIDTH` × `STILL_ROWS`
 */
export function stillPixels({ hue, phase, sun }) {
  const pixels = new Uint8ClampedArray(WIDTH * STILL_ROWS * 4);
  const sunX = WIDTH * (0.2 + 0.6 * sun);
  const layers = [
    { base: 150, height: 38, waves: 1.3, colour: hsl(hue + 18, 0.42, 0.5) },
    { base: 200, height: 30, waves: 1.9, colour: hsl(hue + 6, 0.45, 0.33) },
    { base: 248, height: 22, waves: 2.7, colour: hsl(hue - 8, 0.5, 0.17) },
  ];
  const [top, bottom] = [hsl(hue + 40, 0.5, 0.62), hsl(hue + 75, 0.7, 0.86)];
  const disc = hsl(hue + 165, 0.75, 0.84);
  for (let y = 0, at = 0; y < STILL_ROWS; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const distance = Math.hypot(x - sunX, y - 96);
      let colour = mix(top, bottom, y / 190);
      colour = mix(disc, colour, (distance - 46) / 3);
      layers.forEach(({ base, height, waves, colour: hill }, n) => {
        const turn = 2 * Math.PI * (waves * (x / WIDTH) + phase * (n + 1));
        const edge = base - height * (Math.sin(turn) + 0.35 * Math.sin(2.3 * turn + n));
        colour = mix(colour, hill, (y - edge) / 3);
      });
      for (const part of colour) pixels[at++] = part;
      pixels[at++] = 255;
    }
  }
  return pixels;
}

/** Says which picture it is from the brightness (0 to 255) of the middle of each cell. */
export function frameNumber(brightnesses) {
  return brightnesses.reduce((number, brightness) => number * 2 + (brightness > 128 ? 1 : 0), 0);
}

/** Where the middle of a cell is. */
export function cellCentre(cell) {
  return { x: Math.round(((cell + 0.5) * WIDTH) / CELLS), y: (STILL_ROWS + HEIGHT) / 2 };
}

function mix(from, to, share) {
  const part = Math.min(1, Math.max(0, share));
  return from.map((it, n) => it + (to[n] - it) * part);
}

function hsl(hue, saturation, lightness) {
  const spread = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((n) => {
    const k = (n + hue / 30 + 12) % 12;
    return 255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  });
}
