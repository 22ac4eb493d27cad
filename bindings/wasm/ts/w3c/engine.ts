// The engine of this realm, as the classes use it.

import { reserve } from '../engine/counters.js';
import { Outcome } from '../engine/outcome.js';
import { Room } from '../engine/room.js';
import { DatabaseStorage, type Storage } from '../engine/storage.js';
import {
  Decryptor,
  Derivations,
  Encryptor,
  codecNumber,
  lastReason,
} from '../engine/wasm/frameseal_wasm.js';

/** What is in a frame: an SFrame (RFC 9605), or one in a transparent envelope. */
export type Format = 'sframe' | 'transparent';

/** One output of HKDF. */
export interface Derivation {
  readonly info: Uint8Array<ArrayBuffer>;
  /** In bytes. */
  readonly len: number;
}

/** What WebCrypto derived from a base key. It is wiped when it has been used. */
export interface Derived {
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  /** The name under which the counters of the key are kept. */
  readonly fingerprint: Uint8Array;
}

/** Why a frame was not sealed. */
export interface Unsealed {
  readonly unsealed: string;
}

/** Why a frame was not opened. */
export interface Refusal {
  readonly refused: 'authentication' | 'keyID' | 'syntax' | 'replay';
  /** When the reason is `keyID`. */
  readonly kid?: bigint;
}

/** What the engine needs in a realm: its memory, and the database of counters. */
interface Engine {
  readonly room: Room;
  readonly storage: Storage;
}

let loading: Promise<Engine> | undefined;

/** Loads the engine, once. */
export function loadEngine(): Promise<Engine> {
  loading ??= Room.open().then((room) => ({ room, storage: new DatabaseStorage() }));
  // Whoever asks next tries again.
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

/** Gives what to derive for key, salt and fingerprint. The engine must have been loaded. */
export function derivations(suite: number, kid: bigint): Derivation[] {
  const derivations = new Derivations(suite, kid);
  try {
    return [0, 1, 2].map((which) => ({
      info: derivations.info(which) as Uint8Array<ArrayBuffer>,
      len: derivations.len(which),
    }));
  } finally {
    derivations.free();
  }
}

/** 1024 frames, of 65 536 whose counters are reserved at a time, between looks at what is left. */
const LOOK_EVERY = 1024;

/** A key that frames are sealed with. */
export class Sealer {
  readonly #engine: Engine;
  readonly #encryptor: Encryptor;
  #seals = 0;

  /** Reserves counters in the database, so that none comes again in any tab or after a reload. */
  static async of(engine: Engine, suite: number, kid: bigint, derived: Derived): Promise<Sealer> {
    try {
      await reserve(engine.storage, derived.fingerprint);
      return new Sealer(
        engine,
        Encryptor.fromDerived(suite, kid, derived.key, derived.salt, derived.fingerprint),
      );
    } finally {
      wipe(derived);
    }
  }

  private constructor(engine: Engine, encryptor: Encryptor) {
    this.#engine = engine;
    this.#encryptor = encryptor;
  }

  /** Seals a frame as an SFrame, or with a MIME type in a transparent envelope for that codec. */
  seal(frame: Uint8Array, mimeType?: string): Uint8Array | Unsealed {
    const { room, storage } = this.#engine;
    this.#seals += 1;
    // When it fails, frames are refused as soon as the counters are used up.
    if (this.#seals % LOOK_EVERY === 0)
      reserve(storage, this.#encryptor.fingerprint).catch(() => {});
    try {
      const codec = mimeType === undefined ? 0 : codecNumber(mimeType);
      room.write(frame);
      const outcome = this.#encryptor.seal(codec, 0, frame.byteLength);
      return outcome === Outcome.Done ? new Uint8Array(room.take()) : { unsealed: lastReason() };
    } catch (error) {
      return { unsealed: messageOf(error) };
    }
  }

  free(): void {
    this.#encryptor.free();
  }
}

/** Keys that frames are opened with. */
export class Opener {
  readonly #room: Room;
  readonly #isEnvelope: boolean;
  readonly #decryptor = new Decryptor();

  constructor({ room }: Engine, format: Format) {
    this.#room = room;
    this.#isEnvelope = format === 'transparent';
  }

  /**
   * Adds a key, in the place of any that the KID had.
   *
   * @throws The engine's error when it holds as many keys as it may.
   */
  add(suite: number, kid: bigint, derived: Derived): void {
    const { key, salt, fingerprint } = derived;
    const add = () =>
      this.#decryptor.addDerived(suite, kid, key.slice(), salt.slice(), fingerprint);
    try {
      add();
    } catch (error) {
      if (codeOf(error) !== 'KeyIdInUse') throw error;
      this.#decryptor.removeKey(kid);
      add();
    } finally {
      wipe(derived);
    }
  }

  remove(kid: bigint): void {
    this.#decryptor.removeKey(kid);
  }

  open(frame: Uint8Array): Uint8Array | Refusal {
    try {
      this.#room.write(frame);
    } catch {
      // It is longer than any encoder's.
      return { refused: 'syntax' };
    }
    switch (this.#decryptor.open(this.#isEnvelope, frame.byteLength)) {
      case Outcome.Done:
        return new Uint8Array(this.#room.take());
      case Outcome.Authentication:
        return { refused: 'authentication' };
      case Outcome.KeyID:
      case Outcome.KeyMissing:
        return { refused: 'keyID', kid: this.#room.kid };
      case Outcome.Replay:
        return { refused: 'replay' };
      default:
        return { refused: 'syntax' };
    }
  }
}

/** Gives what an error says, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'code') : undefined;
}

function wipe({ key, salt }: Derived): void {
  key.fill(0);
  salt.fill(0);
}
