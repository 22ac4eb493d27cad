// What an app says, and how it is checked before it goes to the worker.

import { FrameSealError } from './engine/error.js';
import type { Format, LegacyKeyOptions, MediaKind } from './protocol.js';

/** AES_128_GCM_SHA256_128, which browsers and processors are fastest with. */
export const DEFAULT_SUITE = 4;

/** RFC 9605 leaves it open; 4 bits are 16 steps, and what calls with built-in keys have. */
const DEFAULT_RATCHET_BITS = 4;

/** 256 epochs before a KID names another. */
export const DEFAULT_EPOCH_BITS = 8;

export const MAX_MEMBERS = 256;

/** Bytes of a key, a passphrase or an id. Keys are wiped where they lie when they are taken. */
export type Bytes = Uint8Array | ArrayBuffer;

export interface FrameSealOptions {
  /**
   * The worker; by default one is made of `worker.js` beside this file. Bundlers that do not find
   * it, and apps with a worker of their own that imports `frameseal/worker`, pass it here.
   */
  readonly worker?: Worker;
  /** The format of frames: `transparent` by default, which today's browsers and SFUs carry. */
  readonly format?: Format;
  /** Pads transparent frames to a multiple of so many bytes, 0 to 65 535; 0 by default. */
  readonly padding?: number;
  /**
   * Where counters, identities and verified members are kept: `persistent`, in IndexedDB, by
   * default. With `memory` a base key belongs to this one FrameSeal: another, in this page, another
   * tab or after a reload, would repeat its counters. Nor must a key be used again after the
   * browser was made to forget its data.
   */
  readonly storage?: 'persistent' | 'memory';
  /**
   * Whether there will be calls with built-in keys ({@link FrameSeal.join}): yes by default. An app
   * that brings keys of its own says no, and less than half as much is fetched.
   */
  readonly calls?: boolean;
  /** Where `frameseal.wasm` is, if not beside the worker. */
  readonly wasm?: string | URL;
  /** Bytes from which frames go through WebCrypto. Measured by default. */
  readonly webCryptoFrom?: number;
}

export interface SendKey {
  /** The number of a cipher suite in IANA's registry, 1 to 8; 4 by default. */
  readonly suite?: number;
  readonly kid: bigint | number;
  /** The base key, at least 16 bytes; wiped. */
  readonly key: Bytes;
}

export interface ReceiveKey extends SendKey {
  /** Whose key it is: frames under it are taken from nobody else. */
  readonly from?: string;
}

export interface SenderKey {
  readonly suite?: number;
  /** How many bits of a KID are the ratchet step, 1 to 63; 4 by default. The same for all. */
  readonly ratchetBits?: number;
  readonly generation: bigint | number;
  readonly step?: bigint | number;
  /** The base key at that step, at least 16 bytes; wiped. */
  readonly key: Bytes;
}

export interface Epoch {
  readonly epoch: bigint | number;
  /** Exported from MLS: label `SFrame 1.0 Base Key`, empty context, as long as a key of the suite; wiped. */
  readonly exporterSecret: Bytes;
  /** Leaves of the ratchet tree, blank ones too. */
  readonly leaves: number;
  readonly ownLeaf: number;
  /** Whether to send in it at once: after somebody was removed. */
  readonly atOnce?: boolean;
  readonly suite?: number;
  readonly epochBits?: number;
}

/** A key of a deployed format. */
export interface LegacyKey {
  /** Wiped. A string is a passphrase, which LiveKit's format has. */
  readonly key: Bytes | string;
  /** Its index, in formats that have one. */
  readonly index?: number;
  /** The key is the 32 bytes that WebCrypto's `deriveBits` gave of a key in LiveKit's format, and how. */
  readonly derived?: 'PBKDF2' | 'HKDF';
}

export interface JoinCall {
  /** The same for all members, at most 255 bytes. Members see it, others a hash. */
  readonly callId: string | Bytes;
  /** What the others call this member. It is signed by this device. */
  readonly name: string;
  /** Sends a message over the app's signalling: to one member, or to everybody. */
  readonly send: (message: Uint8Array, to: string | undefined) => void;
  /**
   * Which of this device's identities to use: `device` by default, kept in the browser so that
   * others recognise it. `ephemeral` draws one for this call. A device is in a call once: where
   * two tabs join, the later one counts.
   */
  readonly identity?: string;
  /** A passphrase that all members know. It is stretched in a worker, which takes a second. */
  readonly passphrase?: string;
  /** Or 32 secret bytes that all members have, say from the fragment of an invitation's URL; wiped. */
  readonly secret?: Bytes;
  readonly suite?: number;
  /** Members let newcomers in, the `founder` alone begins. */
  readonly waitingRoom?: 'member' | 'founder';
  /** Public keys (64 hexadecimal digits) of those who alone let in and remove. */
  readonly hosts?: readonly string[];
  /** Refuses members whose exchange is not safe from quantum computers. */
  readonly postQuantum?: boolean;
  /** Lets media go in clear while every member consents. The same for all members. */
  readonly allowClear?: boolean;
  /** 2 to 1024; 256 by default. The same for all members. */
  readonly maxMembers?: number;
}

export interface SenderOptions {
  /** The codec's name, where the app is sure of it; else it is read off every frame. */
  readonly codec?: string;
  /** What for: by default what the frames are. `screen` has a key of its own in calls. */
  readonly kind?: MediaKind;
}

export interface ReceiverOptions {
  /**
   * Whose frames these must be: a member's id, or what {@link ReceiveKey.from} says. All others
   * are refused. Without it whose they are is only reported ({@link FrameSealEvents.sender}).
   */
  readonly from?: string;
  readonly codec?: string;
}

/** Takes bytes for good: gives a copy, which can be handed on, and wipes the caller's. */
export function take(key: Bytes): Uint8Array<ArrayBuffer> {
  const view = key instanceof Uint8Array ? key : new Uint8Array(key);
  const copy = new Uint8Array(view);
  view.fill(0);
  return copy;
}

/** Checks a number of 64 bits: it would be cut to them elsewhere. */
export function whole(value: bigint | number, what: string): bigint {
  if (typeof value === 'bigint' ? value >= 0n && value < 1n << 64n : Number.isSafeInteger(value) && value >= 0) {
    return BigInt(value);
  }
  throw new FrameSealError('BadValue', `${what} is a whole number from 0 to 2^64 - 1, not ${value}`);
}

/** Checks a number of fewer bits. */
export function small(value: number, what: string, most: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new FrameSealError('BadValue', `${what} is a whole number from 0 to ${most}, not ${value}`);
}

export function bytes(value: string | Bytes): Uint8Array<ArrayBuffer> {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  return new Uint8Array(value instanceof Uint8Array ? value : new Uint8Array(value));
}

export function unhex(digits: string): Uint8Array<ArrayBuffer> {
  if (!/^[0-9a-f]{64}$/i.test(digits)) {
    throw new FrameSealError('BadValue', 'a public key has 64 hexadecimal digits');
  }
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function senderKey(key: SenderKey) {
  return {
    suite: small(key.suite ?? DEFAULT_SUITE, 'suite', 0xffff),
    ratchetBits: small(key.ratchetBits ?? DEFAULT_RATCHET_BITS, 'ratchetBits', 0xff),
    generation: whole(key.generation, 'generation'),
    step: whole(key.step ?? 0, 'step'),
    key: take(key.key),
  };
}

export function legacyKey({ key, index = 0, derived }: LegacyKey): LegacyKeyOptions {
  small(index, 'index', 0xff);
  if (typeof key === 'string') return { key: new TextEncoder().encode(key), material: 'passphrase', index };
  return { key: take(key), material: derived ?? 'bytes', index };
}
