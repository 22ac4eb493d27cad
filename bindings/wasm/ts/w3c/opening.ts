// Opening the frames of a stream with the keys that there are.

import { type Format, Opener, type Refusal, loadEngine } from './engine.js';
import { type SFrameChunk, frameStream } from './frames.js';
import { KeyChanges, derive } from './keys.js';
import type { Suite } from './options.js';

/** Told of frames that were refused; not of those that came before. */
export type Refused = (
  refusal: Refusal & { refused: Exclude<Refusal['refused'], 'replay'> },
  chunk: SFrameChunk,
) => void;

/** The stream behind every class that opens. */
export class Opening {
  readonly stream: TransformStream<SFrameChunk, SFrameChunk>;
  readonly #suite: Suite;
  readonly #format: Format;
  readonly #changes = new KeyChanges();
  #opener: Opener | null = null;

  constructor(suite: Suite, format: Format, onRefused: Refused) {
    this.#suite = suite;
    this.#format = format;
    this.stream = frameStream(async (bytes, chunk) => {
      await this.#changes.settled;
      const opened = (await this.#keys()).open(bytes);
      if (opened instanceof Uint8Array) return opened;
      const { refused, kid } = opened;
      // Networks repeat packets: a frame that comes again is nobody's fault.
      if (refused !== 'replay')
        onRefused(kid === undefined ? { refused } : { refused, kid }, chunk);
      return null;
    });
  }

  /** Opens frames of this KID with this key, whichever it had before. */
  add(key: CryptoKey, kid: bigint): Promise<void> {
    return this.#changes.run(async () => {
      const keys = await this.#keys();
      const derived = await derive(this.#suite, kid, key);
      keys.add(this.#suite.id, kid, derived);
    });
  }

  /** Refuses frames of this KID from now on. */
  remove(kid: bigint): Promise<void> {
    return this.#changes.run(() => this.#opener?.remove(kid));
  }

  async #keys(): Promise<Opener> {
    const engine = await loadEngine();
    this.#opener ??= new Opener(engine, this.#format);
    return this.#opener;
  }
}
