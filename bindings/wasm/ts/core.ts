// The engine itself, for Node.js, workers of your own, and tests: classes of the wasm module, and
// what makes them convenient. In a page use `FrameSeal`, whose worker keeps keys out of the page.

import { take } from './engine/counters.js';
import { load } from './engine/load.js';
import { Outcome, reasonOf } from './engine/outcome.js';
import type { Reason } from './engine/outcome.js';
import { FrameSealError } from './engine/error.js';
import { Room } from './engine/room.js';
import { MemoryStorage } from './engine/storage.js';
import { Decryptor as EngineDecryptor, SendKey, codecNumber, lastReason, wipe } from './engine/wasm/frameseal_wasm.js';
import type { Encryptor as EngineEncryptor } from './engine/wasm/frameseal_wasm.js';

export { FrameSealError, load };
export type { Reason };
export {
  Identity, Secret, Session, SessionConfig, generatePassphrase, safetyNumber, version,
} from './engine/wasm/frameseal_wasm.js';

/** Counters of this realm: as long as it lives, none comes twice for any key. */
const COUNTERS = new MemoryStorage();

export interface CoreKey {
  /** The number of a cipher suite in IANA's registry, 1 to 8. */
  readonly suite: number;
  readonly kid: bigint;
  /** The base key, at least 16 bytes; wiped. */
  readonly key: Uint8Array;
}

/**
 * Encrypts frames under one key (RFC 9605 section 4.4.3).
 *
 * Counters live as long as this process: a key that is used longer than that needs counters that
 * are saved, which `FrameSeal` does in a browser.
 */
export class Encryptor {
  readonly #room: Room;
  readonly #encryptor: EngineEncryptor;
  #sealed = 0;

  private constructor(room: Room, encryptor: EngineEncryptor) {
    this.#room = room;
    this.#encryptor = encryptor;
  }

  static async create({ suite, kid, key }: CoreKey): Promise<Encryptor> {
    const room = await Room.open();
    const sendKey = new SendKey(suite, kid, key);
    take(COUNTERS, sendKey.fingerprint());
    return new Encryptor(room, sendKey.encryptor());
  }

  /** The KID in the headers of its frames. */
  get kid(): bigint {
    return this.#encryptor.kid;
  }

  /**
   * Encrypts a frame: as plain SFrame, or for a codec (`VP8`, `audio/opus`, …) in an envelope that
   * still looks like it.
   *
   * @throws {FrameSealError} With the {@link Reason} as its code.
   */
  encrypt(frame: Uint8Array, { metadata = EMPTY, codec, padding = 0 }: EncryptOptions = {}): Uint8Array {
    this.#room.write(frame);
    const number = codec === undefined ? 0 : codecNumber(codec);
    const outcome = this.#encryptor.sealWith(number, padding, frame.byteLength, metadata);
    if (outcome !== Outcome.Done) throw new FrameSealError(reasonOf(outcome), lastReason());
    if (++this.#sealed % TAKE_EVERY === 0) take(COUNTERS, this.#encryptor.fingerprint);
    return new Uint8Array(this.#room.take());
  }

  /** Wipes the key, and what the last frame left in memory. */
  free(): void {
    this.#encryptor.free();
    wipe();
  }
}

export interface EncryptOptions {
  /** Authenticated and not sent; the receiver needs the same. */
  readonly metadata?: Uint8Array;
  readonly codec?: string;
  /** Pads to a multiple of so many bytes. */
  readonly padding?: number;
}

/** Decrypts frames of any number of participants (RFC 9605 section 4.4.4). */
export class Decryptor {
  readonly #room: Room;
  readonly #decryptor: EngineDecryptor;

  private constructor(room: Room) {
    this.#room = room;
    this.#decryptor = new EngineDecryptor();
  }

  static async create(): Promise<Decryptor> {
    return new Decryptor(await Room.open());
  }

  addKey({ suite, kid, key }: CoreKey): void {
    this.#decryptor.addKey(suite, kid, key);
  }

  removeKey(kid: bigint): boolean {
    return this.#decryptor.removeKey(kid);
  }

  /**
   * Decrypts a frame: plain SFrame, or one in an envelope.
   *
   * @throws {FrameSealError} With the {@link Reason} as its code. Nothing has changed then.
   */
  decrypt(
    frame: Uint8Array,
    { metadata = EMPTY, envelope = false }: { readonly metadata?: Uint8Array; readonly envelope?: boolean } = {},
  ): { readonly frame: Uint8Array; readonly kid: bigint } {
    this.#room.write(frame);
    const outcome = this.#decryptor.openWith(envelope, frame.byteLength, metadata);
    if (outcome !== Outcome.Done) throw new FrameSealError(reasonOf(outcome), lastReason());
    return { frame: new Uint8Array(this.#room.take()), kid: this.#room.kid };
  }

  /** Wipes the keys, and what the last frame left in memory. */
  free(): void {
    this.#decryptor.free();
    wipe();
  }
}

/** 4096 frames: how many counters an encryptor takes at a time, of many more that are left. */
const TAKE_EVERY = 4096;

const EMPTY = new Uint8Array(0);
