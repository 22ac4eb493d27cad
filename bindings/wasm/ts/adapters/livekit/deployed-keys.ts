// Keys of LiveKit's own format, from its key providers: the same frames and data packets that
// unmodified clients make.

import type { BaseKeyProvider, KeyInfo, RemoteParticipant, Room } from 'livekit-client';
import { FrameSealError } from '../../engine/error.js';
import type { FrameSeal } from '../../frameseal.js';
import { derive, parametersOf } from './derive.js';
import { on } from './room-keys.js';
import type { RoomKeys, SealedData } from './room-keys.js';

/** LiveKit's constants, of which the engine has no others. */
const SALT = 'LKFrameEncryptionKey';
const ROUNDS = 100_000;
const INFO = new Uint8Array(128);
const MAX_KEYS = 16;

export class DeployedKeys implements RoomKeys {
  readonly #seal: FrameSeal;
  readonly #provider: BaseKeyProvider;
  readonly #failed: (error: unknown) => void;
  #room: Room | undefined;
  /** The index that this participant sends with. */
  #current = 0;
  /** What it sends with, so that nothing is set twice. */
  #sending: { readonly key: CryptoKey; readonly index: number } | undefined;
  /** PBKDF2 takes too long to be done for every packet. */
  readonly #dataKeys = new WeakMap<CryptoKey, Promise<CryptoKey>>();

  constructor(seal: FrameSeal, provider: BaseKeyProvider, failed: (error: unknown) => void) {
    const { ratchetSalt, keySize, keyringSize } = provider.getOptions();
    if (ratchetSalt !== SALT || keySize !== 128 || keyringSize > MAX_KEYS) {
      throw new FrameSealError('BadValue', `LiveKit's format is spoken with keys of 128 bits, at most ${MAX_KEYS} of them, and LiveKit's salt`);
    }
    this.#seal = seal;
    this.#provider = provider;
    this.#failed = failed;
  }

  start(room: Room): void {
    this.#room = room;
    const provider = this.#provider;
    on(provider, 'setKey', (info: KeyInfo, isCurrent: boolean) => {
      if (isCurrent && this.#isMine(info)) this.#current = this.#indexOf(info);
      this.#set(info);
    });
    on(provider, 'ratchetRequest', (identity?: string, index?: number) => void this.#ratchet(identity, index).catch(this.#failed));
    on(room, 'participantConnected', ({ identity }: RemoteParticipant) => this.#setFor(identity));
    on(room, 'connected', () => {
      for (const identity of room.remoteParticipants.keys()) this.#setFor(identity);
    });
    on(room, 'signalConnected', () => {
      // From now on it is known whose keys are this participant's.
      this.#current = provider.getLatestManuallySetKeyIndex() % provider.getOptions().keyringSize;
      for (const info of provider.getKeys()) this.#set(info);
      for (const identity of room.remoteParticipants.keys()) this.#setFor(identity);
    });
  }

  ownerOf(identity: string): string {
    return identity;
  }

  /** As LiveKit's clients do, but with a random nonce: theirs can repeat. */
  async seal(data: Uint8Array<ArrayBuffer>): Promise<SealedData> {
    const info = this.#find(this.#me, this.#current);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await this.#dataKey(info), data);
    return { payload: new Uint8Array(sealed), iv, keyIndex: this.#current };
  }

  async open({ payload, iv, keyIndex }: SealedData, identity: string): Promise<Uint8Array<ArrayBuffer>> {
    const key = await this.#dataKey(this.#find(identity, keyIndex));
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, payload));
  }

  #set(info: KeyInfo): void {
    const room = this.#room;
    if (!room || this.#me === '') return; // it comes again when the room is connected
    const { key } = info;
    const index = this.#indexOf(info);
    const isNew = this.#sending?.key !== key || this.#sending.index !== index;
    if (this.#isMine(info) && index === this.#current && isNew) {
      this.#sending = { key, index };
      this.#derived(info).then((key) => this.#seal.setLegacySendKey(key)).catch(this.#failed);
    }
    const from = info.participantIdentity === undefined ? [...room.remoteParticipants.keys()] : [info.participantIdentity];
    for (const identity of from) this.#receive(identity, info);
  }

  /** Sets what a participant who has come sends with. */
  #setFor(identity: string): void {
    for (const info of this.#provider.getKeys()) {
      if ((info.participantIdentity ?? identity) === identity) this.#receive(identity, info);
    }
  }

  #receive(identity: string, info: KeyInfo): void {
    if (identity === this.#me) return;
    this.#derived(info).then((key) => this.#seal.setLegacyReceiveKey(identity, key)).catch(this.#failed);
  }

  async #derived(info: KeyInfo) {
    const isPassphrase = info.key.algorithm.name === 'PBKDF2';
    const key = await derive(info.key, SALT, ROUNDS, INFO);
    return { key, index: this.#indexOf(info), derived: isPassphrase ? 'PBKDF2' : 'HKDF' } as const;
  }

  /** What others send is followed by itself. */
  async #ratchet(identity = this.#me, index = this.#current): Promise<void> {
    const info = this.#find(identity, index);
    const chainKey = (await derive(info.key, SALT, ROUNDS, INFO)).buffer;
    const { name } = info.key.algorithm;
    const cryptoKey = await crypto.subtle.importKey('raw', chainKey, name, false, ['deriveBits', 'deriveKey']);
    info.key = cryptoKey;
    if (this.#isMine(info) && index === this.#current) {
      this.#sending = { key: cryptoKey, index };
      await this.#seal.ratchetLegacy();
    }
    (this.#provider as unknown as { emit(event: string, ...about: unknown[]): void }).emit('keyRatcheted', { chainKey, cryptoKey }, identity, index);
  }

  get #me(): string {
    return this.#room?.localParticipant.identity ?? '';
  }

  #isMine({ participantIdentity = this.#me }: KeyInfo): boolean {
    return participantIdentity === this.#me;
  }

  #indexOf({ keyIndex = 0 }: KeyInfo): number {
    return keyIndex % this.#provider.getOptions().keyringSize;
  }

  #find(identity: string, index: number): KeyInfo {
    const info = this.#provider.getKeys().find((info) => (info.participantIdentity ?? identity) === identity && this.#indexOf(info) === index);
    if (!info) throw new FrameSealError('NoKey', `there is no key ${index} of ${identity}; set it at the key provider`);
    return info;
  }

  #dataKey({ key }: KeyInfo): Promise<CryptoKey> {
    let derived = this.#dataKeys.get(key);
    if (!derived) {
      const parameters = parametersOf(key, SALT, ROUNDS, INFO);
      derived = crypto.subtle.deriveKey(parameters, key, { name: 'AES-GCM', length: 128 }, false, ['encrypt', 'decrypt']);
      this.#dataKeys.set(key, derived);
    }
    return derived;
  }
}
