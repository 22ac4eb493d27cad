// A camera whose every frame tells its number, and a microphone whose tone tells its owner.

import { draw } from './picture.mjs';

export class Camera {
  #canvas = document.createElement('canvas');
  #context;
  #timer;
  #id;

  constructor({ id, width = 320, height = 240, fps = 30 }) {
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#context = this.#canvas.getContext('2d', { alpha: false });
    this.#id = id;
    this.number = 0;
    this.fps = fps;
    this.track = this.#canvas.captureStream().getVideoTracks()[0];
    this.start();
  }

  get canvas() {
    return this.#canvas;
  }

  start() {
    const tick = () => {
      this.number = (this.number + 1) & 0xffff;
      draw(this.#context, this.number, this.#id);
    };
    tick();
    this.#timer = setInterval(tick, 1000 / this.fps);
  }

  /** Holds the picture still until `start`. */
  stop() {
    clearInterval(this.#timer);
  }

  close() {
    this.stop();
    this.track.stop();
  }
}

export class Microphone {
  #gain;
  #oscillator;

  constructor(context, id) {
    this.#oscillator = new OscillatorNode(context, { frequency: toneOf(id) });
    this.#gain = new GainNode(context, { gain: 0.4 });
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    this.#oscillator.connect(this.#gain).connect(destination);
    this.#oscillator.start();
    this.track = destination.stream.getAudioTracks()[0];
  }

  set muted(muted) {
    this.#gain.gain.value = muted ? 0 : 0.4;
  }

  close() {
    this.#oscillator.stop();
    this.track.stop();
  }
}

/** The tone of sender `id` in Hz; no two of them, nor their octaves, are close. */
export function toneOf(id) {
  return 420 + 130 * id;
}
