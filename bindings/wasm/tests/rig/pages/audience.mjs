// What one participant of a room sees and hears of the others.

import { MAX_ID } from './picture.mjs';
import { Ear, Viewer } from './viewer.mjs';

export class Audience {
  #sound;
  #viewers = new Map();
  #ears = new Map();
  #players = [];

  /** @param {AudioContext} sound */
  constructor(sound) {
    this.#sound = sound;
  }

  /** Plays a track of the participant whose number `from` is in its picture and tone. */
  play(track, from) {
    const element = document.createElement(track.kind);
    Object.assign(element, { autoplay: true, muted: true, playsInline: true, srcObject: new MediaStream([track]) });
    if (track.kind === 'video') {
      const figure = document.createElement('figure');
      const caption = document.createElement('figcaption');
      caption.textContent = `from ${from}`;
      figure.append(element, caption);
      document.querySelector('#videos').append(figure);
      this.#viewers.get(from)?.close();
      this.#viewers.set(from, new Viewer(element, from));
    } else {
      const others = Array.from({ length: MAX_ID + 1 }, (_, id) => id).filter((id) => id !== from);
      this.#ears.get(from)?.close();
      this.#ears.set(from, new Ear(this.#sound, track, from, others));
      // Chromium gives WebAudio nothing of a remote track that no element plays.
      this.#players.push(element);
    }
  }

  /** Whether there is a fresh picture and a tone from each of `others`. */
  flows(others) {
    return others.every((from) => this.#viewers.get(from)?.fresh > 5 && this.#ears.get(from)?.heard > 2);
  }

  /** Whether there are tracks of each of `others`. */
  has(others) {
    return others.every((from) => this.#viewers.has(from) && this.#ears.has(from));
  }

  /** Starts all measurements anew. */
  reset() {
    for (const one of [...this.#viewers.values(), ...this.#ears.values()]) one.reset();
  }

  /** What was seen and heard since `reset`, by participant. */
  get report() {
    const reports = (map) => Object.fromEntries([...map].map(([from, one]) => [from, one.report]));
    return { seen: reports(this.#viewers), heard: reports(this.#ears) };
  }
}
