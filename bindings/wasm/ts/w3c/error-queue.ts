// Error events, in tasks of their own and not too many.

import { SFrameTransformErrorEvent, type SFrameTransformErrorEventInit } from './error-event.js';

/** 64 events wait for their turn at most: forged frames must not fill the memory. */
export const MAX_WAITING_EVENTS = 64;

/** Fires `error` events at a decryptor. */
export class ErrorQueue {
  readonly #target: EventTarget;
  #waiting: SFrameTransformErrorEventInit[] = [];

  constructor(target: EventTarget) {
    this.#target = target;
  }

  /** Fires an event in a later task, so that no handler runs while a frame is under way. */
  push(init: SFrameTransformErrorEventInit): void {
    if (this.#waiting.length >= MAX_WAITING_EVENTS) return;
    if (this.#waiting.push(init) === 1) setTimeout(() => this.#fire());
  }

  #fire(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const init of waiting)
      this.#target.dispatchEvent(new SFrameTransformErrorEvent('error', init));
  }
}
