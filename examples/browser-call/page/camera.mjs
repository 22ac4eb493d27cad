// Where picture and sound come from: a camera and a microphone, or a test picture and a tone.

import { CELLS, FRAME_RATE, HEIGHT, STILL_ROWS, WIDTH, seedOf, stillPixels } from './known-picture.mjs';

/** Loud enough to hear, soft enough to bear. */
const TONE_GAIN = 0.12;
/** Seconds: half of each the tone is on. */
const TONE_PERIOD = 1;

/** Opens the person's camera and microphone. The browser asks the person. */
export function openCamera() {
  return navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true },
    video: { width: { ideal: WIDTH }, height: { ideal: HEIGHT }, frameRate: { max: 30 } },
  });
}

/** Opens the test picture and the tone that belong to a name. */
export function openTestCamera(name) {
  const seed = seedOf(name);
  const stream = testPicture(seed);
  for (const track of testTone(seed).getTracks()) stream.addTrack(track);
  return stream;
}

function testPicture(seed) {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  context.putImageData(new ImageData(stillPixels(seed), WIDTH, STILL_ROWS), 0, 0);
  let number = 0;
  const draw = () => {
    number = (number + 1) % 2 ** CELLS;
    context.fillStyle = '#101418';
    context.fillRect(0, STILL_ROWS, WIDTH, HEIGHT - STILL_ROWS);
    const [width, margin] = [WIDTH / CELLS, 5];
    for (let cell = 0; cell < CELLS; cell++) {
      const isSet = (number >> (CELLS - 1 - cell)) & 1;
      context.fillStyle = isSet ? '#f4f6f8' : '#2a3138';
      context.fillRect(cell * width + margin, STILL_ROWS + 15, width - 2 * margin, HEIGHT - STILL_ROWS - 30);
    }
  };
  draw();
  const stream = canvas.captureStream(FRAME_RATE);
  const timer = setInterval(() => {
    if (stream.getVideoTracks()[0].readyState === 'ended') clearInterval(timer);
    draw();
  }, 1000 / FRAME_RATE);
  return stream;
}

function testTone(seed) {
  const context = new AudioContext();
  const [tone, gain, out] = [context.createOscillator(), context.createGain(), context.createMediaStreamDestination()];
  tone.frequency.value = seed.tone;
  // A second oscillator switches the tone on and off: its clock is that of the sound.
  const pulse = new AudioBuffer({ length: context.sampleRate * TONE_PERIOD, sampleRate: context.sampleRate });
  pulse.getChannelData(0).forEach((_, n, samples) => {
    const turn = n / samples.length;
    samples[n] = TONE_GAIN * Math.min(1, Math.max(0, 25 * Math.min(turn, 0.5 - turn)));
  });
  const switching = new AudioBufferSourceNode(context, { buffer: pulse, loop: true });
  gain.gain.value = 0;
  switching.connect(gain.gain);
  tone.connect(gain).connect(out);
  tone.start();
  switching.start();
  return out.stream;
}
