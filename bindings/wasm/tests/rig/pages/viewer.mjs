// Looks at what a video element shows and listens to what a track carries.

import { HEIGHT, WIDTH, draw, psnr, read } from './picture.mjs';
import { toneOf } from './camera.mjs';

/** Amplitude from which a tone counts as heard; the microphone's is 0.4. */
const AUDIBLE = 0.05;
/** How far a tone must stand out over every other sender's. */
const OUTSTANDING = 5;
const LISTEN_EVERY_MS = 40;
/** dB from which a picture is the one whose number it bears: noise bears one once in 4096 times, and is below 11. */
const ALIKE = 15;

/** Reads every frame that a video element shows and compares it with what its sender drew. */
export class Viewer {
  #video;
  #from;
  #seen = canvas();
  #drawn = canvas();
  #closed = false;
  #last = null;

  constructor(video, from) {
    this.#video = video;
    this.#from = from;
    this.reset();
    const next = (_, { presentedFrames }) => {
      if (this.#closed) return;
      this.#look(presentedFrames);
      this.#video.requestVideoFrameCallback(next);
    };
    this.#video.requestVideoFrameCallback(next);
  }

  reset() {
    this.shown = 0;
    this.readable = 0;
    this.foreign = 0;
    this.fresh = 0;
    this.psnrs = [];
    this.longestFreeze = 0;
    this.longestGap = 0;
    this.since = performance.now();
    this.firstAfter = null;
  }

  /** What was seen since `reset`; a freeze may have begun before that and last until now. */
  get report() {
    const freeze = performance.now() - (this.#last === null ? this.since : this.#last.at);
    return {
      width: this.#video.videoWidth,
      height: this.#video.videoHeight,
      shown: this.shown,
      readable: this.readable,
      foreign: this.foreign,
      fresh: this.fresh,
      number: this.#last?.number ?? null,
      meanPsnr: this.psnrs.length === 0 ? null : this.psnrs.reduce((sum, value) => sum + value) / this.psnrs.length,
      minPsnr: this.psnrs.length === 0 ? null : Math.min(...this.psnrs),
      longestFreeze: Math.max(this.longestFreeze, freeze),
      longestGap: this.longestGap,
      firstAfter: this.firstAfter,
    };
  }

  close() {
    this.#closed = true;
  }

  #look(presented) {
    const now = performance.now();
    this.shown += 1;
    this.#seen.drawImage(this.#video, 0, 0, WIDTH, HEIGHT);
    const { data } = this.#seen.getImageData(0, 0, WIDTH, HEIGHT);
    const found = read(data);
    if (found === null) return;
    draw(this.#drawn, found.number, found.id);
    const likeness = psnr(data, this.#drawn.getImageData(0, 0, WIDTH, HEIGHT).data);
    if (likeness < ALIKE) return;
    this.readable += 1;
    if (found.id !== this.#from) {
      this.foreign += 1;
      return;
    }
    if (found.number === this.#last?.number) return;
    this.fresh += 1;
    this.firstAfter ??= now - this.since;
    if (this.#last !== null) {
      // On a busy machine pictures are shown that no callback tells of; those were no freeze.
      const between = Math.max(presented - this.#last.presented, 1);
      this.longestFreeze = Math.max(this.longestFreeze, (now - this.#last.at) / between);
      // The sender may have drawn pictures that its encoder never got; a gap says little alone.
      this.longestGap = Math.max(this.longestGap, (found.number - this.#last.number) & 0xffff);
    }
    this.#last = { number: found.number, at: now, presented };
    this.psnrs.push(likeness);
  }
}

/** Listens for the tones of senders. */
export class Ear {
  #analyser;
  #source;
  #timer;
  #from;
  #samples;
  #wasThere = false;

  constructor(context, track, from, others) {
    this.#from = from;
    // A small window finds gaps of a few frames.
    this.#analyser = new AnalyserNode(context, { fftSize: 2048 });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source = new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
    this.#source.connect(this.#analyser);
    this.tones = [from, ...others];
    this.reset();
    this.#timer = setInterval(() => this.#listen(context.sampleRate), LISTEN_EVERY_MS);
  }

  reset() {
    this.listened = 0;
    this.heard = 0;
    this.foreign = 0;
    this.longestSilence = 0;
    this.level = 0;
    this.since = performance.now();
    this.lastHeard = null;
  }

  /** What was heard since `reset`. */
  get report() {
    return {
      tone: toneOf(this.#from),
      listened: this.listened,
      heard: this.heard,
      foreign: this.foreign,
      level: this.level,
      longestSilence: Math.max(this.longestSilence, performance.now() - (this.lastHeard ?? this.since)),
    };
  }

  close() {
    clearInterval(this.#timer);
    this.#source.disconnect();
  }

  #listen(rate) {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const [mine, ...others] = this.tones.map((id) => amplitude(this.#samples, toneOf(id), rate));
    const now = performance.now();
    this.listened += 1;
    this.level = mine;
    if (others.some((other) => other > AUDIBLE && other > mine)) this.foreign += 1;
    const isThere = mine > AUDIBLE && others.every((other) => mine > OUTSTANDING * other);
    // Noise can pass for a tone for a moment, and not for two.
    const isHeard = isThere && this.#wasThere;
    this.#wasThere = isThere;
    if (isHeard) {
      this.heard += 1;
      this.longestSilence = Math.max(this.longestSilence, now - (this.lastHeard ?? this.since));
      this.lastHeard = now;
    }
  }
}

function canvas() {
  const element = document.createElement('canvas');
  element.width = WIDTH;
  element.height = HEIGHT;
  return element.getContext('2d', { alpha: false, willReadFrequently: true });
}

// Goertzel's filter over a Hann window: the amplitude of one tone.
function amplitude(samples, frequency, rate) {
  const turn = (2 * Math.PI * frequency) / rate;
  const factor = 2 * Math.cos(turn);
  let [before, last] = [0, 0];
  for (let index = 0; index < samples.length; index += 1) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / samples.length);
    [before, last] = [last, samples[index] * window + factor * last - before];
  }
  const power = last * last + before * before - factor * last * before;
  return (Math.sqrt(Math.max(power, 0)) * 4) / samples.length;
}
