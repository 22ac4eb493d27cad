// Sealing the frames of a stream with one key after the other.

import { type Format, Sealer, loadEngine } from './engine.js';
import { type SFrameChunk, frameStream, mimeTypeOf } from './frames.js';
import { KeyChanges, derive } from './keys.js';
import type { Suite } from './options.js';

/** The stream behind every class that seals. */
export class Sealing {
  readonly stream: TransformStream<SFrameChunk, SFrameChunk>;
  readonly #suite: Suite;
  readonly #changes = new KeyChanges();
  #sealer: Sealer | null = null;
  #hasWarned = false;

  constructor(suite: Suite, format: Format) {
    this.#suite = suite;
    this.stream = frameStream(async (bytes, chunk) => {
      await this.#changes.settled;
      // Without a key nothing leaves.
      if (this.#sealer === null) return null;
      const sealed = this.#sealer.seal(bytes, format === 'sframe' ? undefined : mimeTypeOf(chunk));
      if (sealed instanceof Uint8Array) return sealed;
      this.#warn(sealed.unsealed);
      return null;
    });
  }

  /** Seals with this key from now on. */
  set(key: CryptoKey, kid: bigint): Promise<void> {
    return this.#changes.run(async () => {
      const engine = await loadEngine();
      const derived = await derive(this.#suite, kid, key);
      const sealer = await Sealer.of(engine, this.#suite.id, kid, derived);
      this.#sealer?.free();
      this.#sealer = sealer;
      this.#hasWarned = false;
    });
  }

  /** The specification has no event for it; once for each key is enough. */
  #warn(reason: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    console.warn(`FrameSeal drops frames: ${reason}`);
  }
}
