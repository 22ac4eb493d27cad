// A stream that opens frames.

import type { SFrameTransformErrorEvent } from './error-event.js';
import { ErrorQueue } from './error-queue.js';
import type { SFrameChunk } from './frames.js';
import { Opening } from './opening.js';
import {
  type CryptoKeyID,
  type SFrameTransformOptions,
  asCryptoKeyID,
  cryptoKeyOf,
  keyIdOf,
  suiteOf,
} from './options.js';
import { HandlerAttribute, shapeAsInterface } from './webidl.js';

/**
 * Opens the SFrames that are written to `writable` (RFC 9605); `readable` has the frames.
 *
 * A frame that is refused is dropped and told of by an `error` event, a
 * {@link SFrameTransformErrorEvent}. One that was opened before is dropped in silence: networks
 * repeat packets.
 */
export class SFrameDecryptorStream extends EventTarget {
  readonly #opening: Opening;
  readonly #onerror = new HandlerAttribute(this, 'error');
  readonly #errors = new ErrorQueue(this);

  /** @throws TypeError without a cipher suite. */
  constructor(options: SFrameTransformOptions) {
    const suite = suiteOf(options);
    super();
    this.#opening = new Opening(suite, 'sframe', ({ refused, kid }, frame) => {
      this.#errors.push({
        errorType: refused,
        frame,
        keyID: refused === 'keyID' ? asCryptoKeyID(kid) : null,
      });
    });
  }

  get readable(): ReadableStream<SFrameChunk> {
    return this.#opening.stream.readable;
  }

  get writable(): WritableStream<SFrameChunk> {
    return this.#opening.stream.writable;
  }

  get onerror():
    ((this: SFrameDecryptorStream, event: SFrameTransformErrorEvent) => unknown) | null {
    return this.#onerror.handler as SFrameDecryptorStream['onerror'];
  }

  set onerror(
    handler: ((this: SFrameDecryptorStream, event: SFrameTransformErrorEvent) => unknown) | null,
  ) {
    this.#onerror.handler = handler;
  }

  /**
   * Opens frames of this KID with this key. It takes the place of any key that the KID had.
   *
   * @throws TypeError or RangeError (both reject) for what is no CryptoKey or no KID.
   * @throws DOMException `InvalidModificationError` for a key that HKDF cannot derive from, or one
   *   too many.
   */
  async addDecryptionKey(key: CryptoKey, keyId: CryptoKeyID): Promise<undefined> {
    const opening = this.#opening;
    await opening.add(cryptoKeyOf(key), keyIdOf(keyId));
  }

  /**
   * Takes the key of this KID away; its frames are refused from now on. Nothing happens when there
   * is none.
   *
   * @throws TypeError or RangeError (both reject) for what is no KID.
   */
  async removeDecryptionKey(keyId: CryptoKeyID): Promise<undefined> {
    const opening = this.#opening;
    await opening.remove(keyIdOf(keyId));
  }
}

shapeAsInterface(SFrameDecryptorStream, 'SFrameDecryptorStream');
