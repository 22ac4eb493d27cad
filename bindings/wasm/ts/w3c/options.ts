// Cipher suites, key IDs and keys, as the specification writes them.

import { dictionary, enumerated, isOf, numeric } from './webidl.js';

/** The IANA registry's names in its order, from number 1. */
const CIPHER_SUITES = [
  'AES_128_CTR_HMAC_SHA256_80',
  'AES_128_CTR_HMAC_SHA256_64',
  'AES_128_CTR_HMAC_SHA256_32',
  'AES_128_GCM_SHA256_128',
  'AES_256_GCM_SHA512_128',
  'AES_256_CTR_HMAC_SHA512_80',
  'AES_256_CTR_HMAC_SHA512_64',
  'AES_256_CTR_HMAC_SHA512_32',
] as const;

/** A cipher suite of RFC 9605 section 4.5 or draft-barnes-sframe-iana-256. */
export type SFrameCipherSuite = (typeof CIPHER_SUITES)[number];

/** What a stream is made with. There is no suite by default. */
export interface SFrameTransformOptions {
  cipherSuite: SFrameCipherSuite;
}

/** How a sender seals: each encoded frame, or each packet. Only the browser itself sees packets. */
export type SFrameType = 'per-frame' | 'per-packet';

/** What the encryptor of a sender is made with. */
export interface RTCRtpSFrameEncryptorOptions extends SFrameTransformOptions {
  /** `per-frame` by default. */
  type?: SFrameType;
}

/** A KID of 64 bits. A number reaches to 2^53 - 1; beyond that it is a bigint. */
export type CryptoKeyID = number | bigint;

/** A suite as the key schedule and the engine know it. */
export interface Suite {
  /** The registry's number. */
  readonly id: number;
  /** WebCrypto's name of the hash behind HKDF. */
  readonly hash: 'SHA-256' | 'SHA-512';
}

/** @throws TypeError when there are no options or no suite of that name. */
export function suiteOf(options: unknown): Suite {
  const { cipherSuite } = dictionary(options, 'options');
  if (cipherSuite === undefined)
    throw new TypeError('options.cipherSuite is missing; there is no suite by default');
  const name = enumerated(cipherSuite, CIPHER_SUITES, 'options.cipherSuite');
  return {
    id: CIPHER_SUITES.indexOf(name) + 1,
    hash: name.includes('_SHA256_') ? 'SHA-256' : 'SHA-512',
  };
}

/**
 * Refuses to seal packets.
 *
 * @throws TypeError for an unknown type.
 * @throws DOMException `NotSupportedError` for `per-packet`.
 */
export function checkType(options: unknown): void {
  const { type } = dictionary(options, 'options');
  if (
    type === undefined ||
    enumerated(type, ['per-frame', 'per-packet'], 'options.type') === 'per-frame'
  )
    return;
  throw new DOMException('no script sees packets; use type per-frame', 'NotSupportedError');
}

const MAX_KEY_ID = 2n ** 64n - 1n;

/**
 * @throws TypeError for what is no integer from 0 to 2^53 - 1 or no number at all.
 * @throws RangeError for a bigint that does not fit 64 bits.
 */
export function keyIdOf(value: unknown): bigint {
  const id = numeric(value);
  if (typeof id === 'bigint') {
    // The message is the one that the web platform tests ask for.
    if (id < 0n || id > MAX_KEY_ID) throw new RangeError('Not a 64 bits integer');
    return id;
  }
  const integer = Math.trunc(id);
  if (!Number.isFinite(integer) || integer < 0 || integer > Number.MAX_SAFE_INTEGER) {
    throw new TypeError('keyId must be an integer from 0 to 2^53 - 1, or a bigint up to 2^64 - 1');
  }
  return BigInt(integer);
}

/** Writes a KID as a number where that is exact; null when none is known. */
export function asCryptoKeyID(kid: bigint | undefined): CryptoKeyID | null {
  if (kid === undefined) return null;
  return kid <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(kid) : kid;
}

/** @throws TypeError for what is no CryptoKey. */
export function cryptoKeyOf(value: unknown): CryptoKey {
  if (!isOf(value, 'CryptoKey'))
    throw new TypeError('key is not a CryptoKey; import it with crypto.subtle.importKey');
  return value as CryptoKey;
}
