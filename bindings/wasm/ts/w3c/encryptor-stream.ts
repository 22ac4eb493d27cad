// A stream that seals frames.

import type { SFrameChunk } from './frames.js';
import {
  type CryptoKeyID,
  type SFrameTransformOptions,
  cryptoKeyOf,
  keyIdOf,
  suiteOf,
} from './options.js';
import { Sealing } from './sealing.js';
import { shapeAsInterface } from './webidl.js';

/**
 * Seals the frames that are written to `writable` (RFC 9605); `readable` has them as SFrames.
 *
 * Frames that come before there is a key are dropped: nothing leaves in the clear. A frame that is
 * written after a call of `setEncryptionKey` waits for it.
 */
export class SFrameEncryptorStream {
  readonly #sealing: Sealing;

  /** @throws TypeError without a cipher suite. */
  constructor(options: SFrameTransformOptions) {
    this.#sealing = new Sealing(suiteOf(options), 'sframe');
  }

  get readable(): ReadableStream<SFrameChunk> {
    return this.#sealing.stream.readable;
  }

  get writable(): WritableStream<SFrameChunk> {
    return this.#sealing.stream.writable;
  }

  /**
   * Seals with this key from now on. If it is refused, the key before it stays.
   *
   * A key that was set before, here or at another stream, goes on counting.
   *
   * @throws TypeError or RangeError (both reject) for what is no CryptoKey or no KID.
   * @throws DOMException `InvalidModificationError` for a key that HKDF cannot derive from, or
   *   whose counters cannot be reserved.
   */
  async setEncryptionKey(key: CryptoKey, keyId: CryptoKeyID): Promise<undefined> {
    const sealing = this.#sealing;
    await sealing.set(cryptoKeyOf(key), keyIdOf(keyId));
  }
}

shapeAsInterface(SFrameEncryptorStream, 'SFrameEncryptorStream');
