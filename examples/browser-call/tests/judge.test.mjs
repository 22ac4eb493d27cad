// The judge of recordings can say no: it is shown pictures and sounds that are not what was sent.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { NOTHING, SHOWN, comparePicture, judgePicture, judgeSound, referenceOf } from '../operator/judge.mjs';
import { decodePictures } from '../operator/recordings.mjs';
import { HEIGHT, STILL_ROWS, WIDTH, seedOf, stillPixels } from '../page/known-picture.mjs';

const VP8 = ['-pix_fmt', 'yuv420p', '-c:v', 'libvpx', '-b:v', '300k', '-deadline', 'realtime', '-cpu-used', '8'];
const NAMES = ['Ada', 'Grace', 'Emmy', 'Hedy', 'Radia', 'Barbara', 'Karen', 'Jean'];

const folder = mkdtempSync(path.join(tmpdir(), 'judge-'));
test.after(() => rmSync(folder, { recursive: true }));

test('pictures: one’s own is shown, other people’s and none are not', async () => {
  const references = new Map(NAMES.map((name) => [name, referenceOf(name)]));
  let compared = 0;
  for (const shown of NAMES) {
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${WIDTH}x${STILL_ROWS}`];
    const file = made('own.webm', [...raw, '-i', '-', '-vf', `pad=${WIDTH}:${HEIGHT},loop=2:1`, ...VP8], stillPixels(seedOf(shown)));
    for (const pixels of await picturesOf(file, 3)) {
      for (const [name, reference] of references) {
        const { similarity } = comparePicture(pixels, reference);
        assert.equal(similarity >= SHOWN, name === shown, `${name} in the picture of ${shown}: ${similarity}`);
        compared++;
      }
    }
  }
  assert.equal(compared, 3 * NAMES.length ** 2);
  for (const source of ['color=gray', 'testsrc2', 'gradients=seed=7', 'nullsrc=s=160x90,geq=random(1)*255:128:128', 'mandelbrot']) {
    const file = made('other.webm', ['-f', 'lavfi', '-i', `${source},scale=${WIDTH}:${HEIGHT}`, '-frames:v', '2', ...VP8]);
    for (const pixels of await picturesOf(file, 2)) {
      for (const [name, reference] of references) {
        const { similarity } = comparePicture(pixels, reference);
        assert.ok(Math.abs(similarity) < NOTHING, `${source} for ${name}: ${similarity}`);
      }
    }
  }
  assert.ok(NOTHING < SHOWN);
});

test('sounds: one’s own tone is found; other tones, noise and silence are not it', async () => {
  const { tone } = seedOf('Ada');
  const sounds = {
    [`sine=${tone}:duration=4`]: { withTone: 100, silent: 0 },
    [`sine=${tone + 50}:duration=4`]: { withTone: 0, silent: 0 },
    'anoisesrc=duration=4:amplitude=0.3': { withTone: 0, silent: 0 },
    'anullsrc=duration=4': { withTone: 0, silent: 100 },
  };
  for (const [source, expected] of Object.entries(sounds)) {
    const file = made('sound.opus', ['-f', 'lavfi', '-i', source, '-c:a', 'libopus']);
    const { windows, withTone, silent } = await judgeSound(file, 'Ada');
    assert.ok(Math.abs(windows - 100) <= 1);
    assert.ok(Math.abs(withTone - expected.withTone) <= 2, `${source}: ${withTone} windows with the tone`);
    assert.ok(Math.abs(silent - expected.silent) <= 2, `${source}: ${silent} silent windows`);
  }
});

test('a file that is no recording has nothing in it', async () => {
  const file = new URL(import.meta.url).pathname;
  assert.equal((await judgePicture(file, 'Ada')).decoded, 0);
  assert.equal((await judgeSound(file, 'Ada')).windows, 0);
});

async function picturesOf(file, count) {
  const pictures = [];
  await decodePictures(file, { width: WIDTH / 4, height: HEIGHT / 4 }, (pixels) => pictures.push(Buffer.from(pixels)));
  assert.equal(pictures.length, count);
  return pictures;
}

function made(name, words, input) {
  const file = path.join(folder, name);
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...words, file], { input });
  return file;
}
