// The engine's memory, as frames go through it: written once, worked on where they lie, read once.

import { load } from './load.js';
import { maxFrameLen, place, report } from './wasm/frameseal_wasm.js';

/** The places of numbers in the report: `Report` of `src/room.rs`. */
const START = 0;
const END = 1;
const KID_HIGH = 2;
const KID_LOW = 3;
const KEY = 4;
const NONCE = 5;
const AAD_LEN = 6;
const DATA_START = 7;
const DATA_END = 8;
const ESCAPE_FROM = 9;
const TICKET = 10;
const REPORT_LEN = 11;

const NONCE_LEN = 12;

/** Bytes of the tag of AES-GCM in RFC 9605. */
const TAG_LEN = 16;

/**
 * What WebCrypto is asked to do with a frame. Its bytes are the engine's memory and are another frame's
 * soon: WebCrypto copies what it is given before its call returns, and nobody else may keep them.
 */
export interface Elsewhere {
  readonly key: number;
  readonly algorithm: AesGcmParams;
  /** Plaintext, or ciphertext and tag. */
  readonly data: Uint8Array<ArrayBuffer>;
  readonly ticket: number;
  readonly escapeFrom: number;
  /** For sealing: how far into the sealed frame the ciphertext goes. */
  readonly at: number;
}

export class Room {
  readonly #memory: WebAssembly.Memory;
  #buffer: ArrayBuffer;
  #bytes: Uint8Array<ArrayBuffer>;
  #report: Uint32Array<ArrayBuffer>;
  #place = 0;
  #len = -1;

  private constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#buffer = new ArrayBuffer(0);
    this.#bytes = new Uint8Array(0);
    this.#report = new Uint32Array(0);
  }

  static #one: Promise<Room> | undefined;

  /** Loads the engine and gives its room, of which there is one. */
  static open(source?: Parameters<typeof load>[0]): Promise<Room> {
    Room.#one ??= load(source).then(({ memory }) => new Room(memory), (error: unknown) => {
      Room.#one = undefined;
      throw error;
    });
    return Room.#one;
  }

  /** Bytes of memory that the engine has. It never shrinks. */
  get size(): number {
    return this.#memory.buffer.byteLength;
  }

  /** Writes a frame where the engine expects it. */
  write(frame: ArrayBuffer | Uint8Array): void {
    const bytes = frame instanceof Uint8Array ? frame : new Uint8Array(frame);
    if (bytes.byteLength > this.#len) {
      this.#place = place(bytes.byteLength);
      this.#len = maxFrameLen();
    }
    this.#look();
    this.#bytes.set(bytes, this.#place);
  }

  /** Gives a copy of the result, in a buffer of its own. */
  take(): ArrayBuffer {
    this.#look();
    return this.#buffer.slice(this.#report[START] ?? 0, this.#report[END]);
  }

  /** As {@link take}, with zeros where WebCrypto's ciphertext and tag go. */
  takeAround(): Uint8Array<ArrayBuffer> {
    this.#look();
    const [start, end] = [this.#report[START] ?? 0, this.#report[END] ?? 0];
    const [from, to] = [this.#report[DATA_START] ?? 0, (this.#report[DATA_END] ?? 0) + TAG_LEN];
    const frame = new Uint8Array(end - start);
    frame.set(this.#bytes.subarray(start, from));
    frame.set(this.#bytes.subarray(to, end), to - start);
    return frame;
  }

  /** The KID of the last frame, its high and low half. */
  get kidHigh(): number {
    this.#look();
    return this.#report[KID_HIGH] ?? 0;
  }

  get kidLow(): number {
    return this.#report[KID_LOW] ?? 0;
  }

  /** The KID of the last frame. */
  get kid(): bigint {
    return (BigInt(this.kidHigh) << 32n) | BigInt(this.kidLow);
  }

  /** Reads what is to be done elsewhere. */
  elsewhere(): Elsewhere {
    this.#look();
    const at = (field: number) => this.#report[field] ?? 0;
    const nonce = at(NONCE);
    const aad = nonce + NONCE_LEN;
    return {
      key: at(KEY),
      algorithm: {
        name: 'AES-GCM',
        iv: this.#bytes.subarray(nonce, aad),
        additionalData: this.#bytes.subarray(aad, aad + at(AAD_LEN)),
        tagLength: TAG_LEN * 8,
      },
      data: this.#bytes.subarray(at(DATA_START), at(DATA_END)),
      ticket: at(TICKET),
      escapeFrom: at(ESCAPE_FROM),
      at: at(DATA_START) - at(START),
    };
  }

  /** When the memory grows it moves, and nothing is left where it was. */
  #look(): void {
    if (this.#bytes.byteLength !== 0) return;
    this.#buffer = this.#memory.buffer as ArrayBuffer;
    this.#bytes = new Uint8Array(this.#buffer);
    this.#report = new Uint32Array(this.#buffer, report(), REPORT_LEN);
  }
}
