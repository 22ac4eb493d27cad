// Where the keys of a FrameSeal come from. One of these at a time: what an app mixes it confuses.

import { FrameSealError } from '../engine/error.js';
import { reserve } from '../engine/counters.js';
import type { Storage } from '../engine/storage.js';
import {
  Decryptor, LegacyDecryptor, LegacyEncryptor, MlsKeys, SendKey, SenderKey,
} from '../engine/wasm/frameseal_wasm.js';
import type { Encryptor } from '../engine/wasm/frameseal_wasm.js';
import type {
  EpochOptions, KeyOptions, LegacyFormat, LegacyKeyOptions, SenderKeyOptions,
} from '../protocol.js';

/** Audio, video, screen, data. */
const KINDS = 4;

/** Keys that frames in SFrame's formats are sealed and opened with. */
export interface Keys {
  /** What to seal frames of a kind (its number) with; undefined: do not send. */
  encryptor(kind: number): Encryptor | undefined;
  readonly decryptor: Decryptor;
  /** Says, once, that the key of a kind is near its usage limit. */
  isToRotate(kind: number): boolean;
  /** Names the participant whose key a KID is. */
  ownerOf(kid: bigint): string | undefined;
  /** Takes note of the time, in milliseconds. Says whether receive keys may have changed. */
  advance(now: number): void;
  dispose(): void;
}

/** Base keys under plain KIDs, as the app says. */
export class PlainKeys implements Keys {
  readonly decryptor = new Decryptor();
  readonly #storage: Storage;
  readonly #owners = new Map<bigint, string | undefined>();
  #encryptor: Encryptor | undefined;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async setSendKey({ suite, kid, key }: KeyOptions): Promise<void> {
    const sendKey = new SendKey(suite, kid, key);
    const encryptor = await made(this.#storage, this.decryptor, sendKey);
    this.#encryptor?.free();
    this.#encryptor = encryptor;
  }

  addReceiveKey(from: string | undefined, { suite, kid, key }: KeyOptions): void {
    if (this.#owners.has(kid) && this.#owners.get(kid) !== from) {
      key.fill(0);
      throw new FrameSealError('KeyIdInUse', `KID ${kid} is somebody else's; give every key a KID of its own`);
    }
    this.decryptor.addKey(suite, kid, key);
    this.#owners.set(kid, from);
  }

  removeReceiveKey(kid: bigint, atOnce: boolean): boolean {
    if (!atOnce) return this.decryptor.retireKey(kid);
    this.#owners.delete(kid);
    return this.decryptor.removeKey(kid);
  }

  encryptor(): Encryptor | undefined {
    return this.#encryptor;
  }

  isToRotate(): boolean {
    return this.#encryptor?.isToRotate() ?? false;
  }

  ownerOf(kid: bigint): string | undefined {
    return this.#owners.get(kid);
  }

  advance(now: number): void {
    this.decryptor.advance(now);
    if (this.#encryptor) keepReserved(this.#storage, this.#encryptor);
  }

  dispose(): void {
    this.#encryptor?.free();
    this.decryptor.free();
  }
}

/** Sender keys that ratchet (RFC 9605 section 5.1). */
export class SenderKeys implements Keys {
  readonly decryptor: Decryptor;
  readonly ratchetBits: number;
  readonly #storage: Storage;
  readonly #owners = new Map<bigint, string | undefined>();
  #key: SenderKey | undefined;
  #encryptor: Encryptor | undefined;

  constructor(storage: Storage, ratchetBits: number) {
    this.#storage = storage;
    this.ratchetBits = ratchetBits;
    this.decryptor = Decryptor.forSenderKeys(ratchetBits);
  }

  async setSendKey(options: SenderKeyOptions): Promise<void> {
    const key = this.#take(options);
    await this.#go(key);
    this.#key?.free();
    this.#key = key;
  }

  /** Goes one step further. The newcomer is given what the app ratchets itself. */
  async ratchet(): Promise<void> {
    if (!this.#key) throw new FrameSealError('NoKey', 'there is no sender key to ratchet; set one first');
    const next = this.#key.next();
    await this.#go(next);
    this.#key.free();
    this.#key = next;
  }

  addReceiveKey(from: string | undefined, options: SenderKeyOptions): void {
    const { generation, key } = options;
    if (this.#owners.has(generation) && this.#owners.get(generation) !== from) {
      key.fill(0);
      throw new FrameSealError('KeyIdInUse', `generation ${generation} is somebody else's; no two senders may share one`);
    }
    this.#take(options).addTo(this.decryptor);
    this.#owners.set(generation, from);
  }

  removeReceiveKey(kid: bigint, atOnce: boolean): boolean {
    if (!atOnce) return this.decryptor.retireKey(kid);
    this.#owners.delete(kid >> BigInt(this.ratchetBits));
    return this.decryptor.removeKey(kid);
  }

  encryptor(): Encryptor | undefined {
    return this.#encryptor;
  }

  isToRotate(): boolean {
    return this.#encryptor?.isToRotate() ?? false;
  }

  ownerOf(kid: bigint): string | undefined {
    return this.#owners.get(kid >> BigInt(this.ratchetBits));
  }

  advance(now: number): void {
    this.decryptor.advance(now);
    if (this.#encryptor) keepReserved(this.#storage, this.#encryptor);
  }

  dispose(): void {
    this.#key?.free();
    this.#encryptor?.free();
    this.decryptor.free();
  }

  #take({ suite, ratchetBits, generation, step, key }: SenderKeyOptions): SenderKey {
    if (ratchetBits !== this.ratchetBits) {
      key.fill(0);
      throw new FrameSealError('WrongLayout', 'all sender keys of a call have the same ratchet bits');
    }
    return new SenderKey(suite, ratchetBits, generation, step, key);
  }

  async #go(key: SenderKey): Promise<void> {
    const encryptor = await made(this.#storage, this.decryptor, key);
    this.#encryptor?.free();
    this.#encryptor = encryptor;
  }
}

/** Epochs of an MLS group (RFC 9605 section 5.2). Participants are named by their leaf. */
export class GroupKeys implements Keys {
  readonly decryptor: Decryptor;
  readonly suite: number;
  readonly epochBits: number;
  readonly #keys: MlsKeys;
  readonly #storage: Storage;
  readonly #encryptors: (Encryptor | undefined)[] = [];
  #isToCommit = false;

  constructor(storage: Storage, suite: number, epochBits: number) {
    this.#storage = storage;
    this.suite = suite;
    this.epochBits = epochBits;
    this.#keys = new MlsKeys(suite, epochBits);
    this.decryptor = this.#keys.decryptor();
  }

  async addEpoch(options: EpochOptions): Promise<void> {
    const { suite, epochBits, epoch, secret, leaves, ownLeaf, atOnce } = options;
    if (suite !== this.suite || epochBits !== this.epochBits) {
      secret.fill(0);
      throw new FrameSealError('WrongLayout', 'all epochs of a call have the same suite and epoch bits');
    }
    this.#keys.addEpoch(epoch, secret, leaves, ownLeaf, atOnce, performance.now());
    // Somebody who was removed must hear nothing more, so before anything is awaited.
    this.#poll();
    const kinds = Array.from({ length: KINDS }, (_, kind) => BigInt(kind));
    await Promise.all(
      kinds.map((kind) => reserve(this.#storage, this.#keys.fingerprint(epoch, kind))),
    );
  }

  isToRotate(): boolean {
    const isToCommit = this.#isToCommit;
    this.#isToCommit = false;
    return isToCommit;
  }

  encryptor(kind: number): Encryptor | undefined {
    if (!this.#encryptors[kind]) {
      try {
        this.#encryptors[kind] = this.#keys.encryptor(BigInt(kind));
      } catch {
        return undefined; // no epoch yet, or its counters are still being reserved
      }
    }
    return this.#encryptors[kind];
  }

  ownerOf(kid: bigint): string | undefined {
    return this.#keys.senderOf(kid)?.toString();
  }

  advance(now: number): void {
    this.#keys.advance(now);
    this.#poll();
    for (const encryptor of this.#encryptors) {
      if (encryptor) keepReserved(this.#storage, encryptor);
    }
  }

  dispose(): void {
    this.#drop();
    this.decryptor.free();
    this.#keys.free();
  }

  #poll(): void {
    for (let event = this.#keys.pollEvent(); event; event = this.#keys.pollEvent()) {
      if (event === 'goneOver') this.#drop();
      else if (event === 'commitSoon') this.#isToCommit = true;
    }
  }

  #drop(): void {
    for (const encryptor of this.#encryptors) encryptor?.free();
    this.#encryptors.length = 0;
  }
}

/** Keys of a deployed format: one sender, and a ring of keys for every participant. */
export class LegacyKeys {
  readonly format: LegacyFormat;
  readonly #receivers = new Map<string, LegacyDecryptor>();
  #sifTrailer: Uint8Array | undefined;
  encryptor: LegacyEncryptor | undefined;

  constructor(format: LegacyFormat) {
    this.format = format;
  }

  setSendKey({ key, material, index }: LegacyKeyOptions): void {
    const encryptor = new LegacyEncryptor(this.format, material, index, key);
    this.encryptor?.free();
    this.encryptor = encryptor;
  }

  ratchet(): void {
    if (!this.encryptor) throw new FrameSealError('NoKey', 'there is no key to ratchet; set one first');
    this.encryptor.ratchet();
  }

  setReceiveKey(from: string, { key, material, index }: LegacyKeyOptions): void {
    let receiver = this.#receivers.get(from);
    if (!receiver) {
      receiver = new LegacyDecryptor(this.format);
      if (this.#sifTrailer) receiver.setSifTrailer(this.#sifTrailer);
      this.#receivers.set(from, receiver);
    }
    receiver.setKey(material, index, key);
  }

  removeReceiveKey(from: string, index: number | undefined): boolean {
    const receiver = this.#receivers.get(from);
    if (!receiver) return false;
    if (index !== undefined) return receiver.removeKey(index);
    receiver.free();
    return this.#receivers.delete(from);
  }

  setSifTrailer(trailer: Uint8Array): void {
    this.#sifTrailer = trailer;
    for (const receiver of this.#receivers.values()) receiver.setSifTrailer(trailer);
  }

  decryptor(from: string | undefined): LegacyDecryptor | undefined {
    return from === undefined ? undefined : this.#receivers.get(from);
  }

  advance(now: number): void {
    for (const receiver of this.#receivers.values()) receiver.advance(now);
  }

  dispose(): void {
    this.encryptor?.free();
    for (const receiver of this.#receivers.values()) receiver.free();
    this.#receivers.clear();
  }
}

/** Reserves counters of a key, makes its encryptor, and refuses its frames when they come back. */
async function made(
  storage: Storage,
  decryptor: Decryptor,
  key: SendKey | SenderKey,
): Promise<Encryptor> {
  await reserve(storage, key.fingerprint());
  const encryptor = key.encryptor();
  try {
    decryptor.refuseOwn(encryptor);
  } catch (error) {
    encryptor.free();
    throw error;
  }
  return encryptor;
}

/** Reserves more counters in good time. Should the database fail, frames stop when they are spent. */
function keepReserved(storage: Storage, encryptor: Encryptor): void {
  reserve(storage, encryptor.fingerprint).catch(() => {});
}
