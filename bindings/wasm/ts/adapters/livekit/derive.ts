// What WebCrypto derives from the keys that LiveKit's key providers hold and do not give out.

import { FrameSealError } from '../../engine/error.js';

/** Derives 32 bytes from a provider's key: PBKDF2 from a passphrase, HKDF from random bytes. */
export async function derive(key: CryptoKey, salt: string, rounds: number, info: BufferSource): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.deriveBits(parametersOf(key, salt, rounds, info), key, 256));
}

/**
 * How to derive from a provider's key.
 *
 * @throws {FrameSealError} `BadValue` for keys of other kinds.
 */
export function parametersOf(key: CryptoKey, salt: string, iterations: number, info: BufferSource): HkdfParams | Pbkdf2Params {
  const common = { hash: 'SHA-256', salt: new TextEncoder().encode(salt) };
  switch (key.algorithm.name) {
    case 'PBKDF2': return { name: 'PBKDF2', ...common, iterations };
    case 'HKDF': return { name: 'HKDF', ...common, info };
    default: throw new FrameSealError('BadValue', `LiveKit's keys are of PBKDF2 or HKDF, not ${key.algorithm.name}`);
  }
}
