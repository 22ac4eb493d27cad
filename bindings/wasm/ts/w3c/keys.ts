// From a CryptoKey that no script may read to the key that frames are sealed with.

import { type Derived, derivations, messageOf } from './engine.js';
import type { Suite } from './options.js';

/**
 * Derives key, salt and fingerprint as RFC 9605 section 4.4.2 does. WebCrypto does it, so that the
 * base key is never exposed. The engine must have been loaded.
 *
 * @throws DOMException `InvalidModificationError` for a key that HKDF cannot derive from.
 */
export async function derive(suite: Suite, kid: bigint, key: CryptoKey): Promise<Derived> {
  if (key.algorithm.name !== 'HKDF' || !key.usages.includes('deriveBits')) {
    throw invalid(
      `the key is for ${key.algorithm.name} with usages [${key.usages}]; import it for HKDF with usage deriveBits`,
    );
  }
  const outputs = derivations(suite.id, kid).map(async ({ info, len }) => {
    const algorithm = { name: 'HKDF', hash: suite.hash, salt: new Uint8Array(0), info };
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, len * BITS_PER_BYTE));
  });
  const [secret, salt, fingerprint] = await Promise.all(outputs).catch((error: unknown) => {
    throw invalid(`WebCrypto cannot derive from the key: ${messageOf(error)}`);
  });
  if (secret === undefined || salt === undefined || fingerprint === undefined)
    throw invalid('the engine names no outputs');
  return { key: secret, salt, fingerprint };
}

const BITS_PER_BYTE = 8;

const INVALID = 'InvalidModificationError';

/** The error with which the specification rejects key material. */
function invalid(message: string): DOMException {
  return new DOMException(message, INVALID);
}

/** Changes of keys, one after the other in the order in which they were asked for. */
export class KeyChanges {
  #last: Promise<void> = Promise.resolve();

  /**
   * Runs a change after those before it, whatever came of them.
   *
   * @throws DOMException `InvalidModificationError`, for whatever reason it failed.
   */
  run(change: () => Promise<void> | void): Promise<void> {
    const done = this.#last.then(change).catch((error: unknown) => {
      throw error instanceof DOMException && error.name === INVALID
        ? error
        : invalid(messageOf(error));
    });
    this.#last = done.catch(() => {});
    return done;
  }

  /** Settles with the last change that was asked for; never rejects. */
  get settled(): Promise<void> {
    return this.#last;
  }
}
