// FrameSeal's own format with keys from LiveKit's key providers.
//
// Several participants may hold the same key, and each may join several times with it, so nobody
// seals with it directly: counters would begin anew and nonces repeat. Every join draws a KID, and
// seals with
//
//   root = PBKDF2 or HKDF (the provider's key, ROOT)             32 bytes
//   base key = HKDF(root, "FrameSeal 1 LiveKit sender", KID(8 BE) ‖ identity)   32 bytes
//
// Whoever has the provider's key makes the same of a KID that it sees, so nothing is sent about it.

import type { BaseKeyProvider, KeyInfo, Room } from 'livekit-client';
import { FrameSealError } from '../../engine/error.js';
import type { FrameSealEvent } from '../../events.js';
import type { FrameSeal } from '../../frameseal.js';
import { derive } from './derive.js';
import { on } from './room-keys.js';
import type { RoomKeys, SealedData } from './room-keys.js';

const ROOT = 'FrameSeal 1 LiveKit root';
const SENDER = 'FrameSeal 1 LiveKit sender';
const DATA = 'FrameSeal 1 LiveKit data';
/** OWASP's figure for PBKDF2 with SHA-256; once for a key, not for a frame. */
const ROUNDS = 600_000;
/** Bits of a KID that are the key's index, and how many keys there can be. */
const INDEX_BITS = 4n;
const MAX_KEYS = 1 << Number(INDEX_BITS);
/** 8 KIDs of one participant that are kept: the server can make up any number. */
const MAX_KIDS = 8;

export class SharedKeys implements RoomKeys {
  readonly #seal: FrameSeal;
  readonly #provider: BaseKeyProvider;
  readonly #failed: (error: unknown) => void;
  readonly #roots = new WeakMap<CryptoKey, Promise<CryptoKey>>();
  /** KIDs that were met, by identity, the oldest first; true when a frame was opened. */
  readonly #kids = new Map<string, Map<bigint, boolean>>();
  #room: Room | undefined;
  #current = 0;
  #sending: { readonly key: CryptoKey; readonly index: number } | undefined;

  constructor(seal: FrameSeal, provider: BaseKeyProvider, failed: (error: unknown) => void) {
    if (provider.getOptions().keyringSize > MAX_KEYS) {
      throw new FrameSealError('BadValue', `a KID has room for ${MAX_KEYS} keys; make \`keyringSize\` no larger`);
    }
    this.#seal = seal;
    this.#provider = provider;
    this.#failed = failed;
    seal.addEventListener('missingKey', (event) => void this.#meet(event).catch(failed));
    seal.addEventListener('sender', ({ participant = '', kid = 0n }) => this.#kids.get(participant)?.set(kid, true));
  }

  start(room: Room): void {
    this.#room = room;
    const provider = this.#provider;
    on(provider, 'setKey', (info: KeyInfo, isCurrent: boolean) => {
      if (isCurrent && this.#isMine(info)) this.#current = this.#indexOf(info);
      this.#forget(info);
      this.#send();
    });
    on(provider, 'ratchetRequest', () => {
      this.#failed(new FrameSealError('NoFormat', "only LiveKit's format has LiveKit's ratchet; set a fresh key instead"));
    });
    on(room, 'signalConnected', () => {
      this.#current = provider.getLatestManuallySetKeyIndex() % provider.getOptions().keyringSize;
      this.#send();
    });
  }

  ownerOf(identity: string): string {
    return identity;
  }

  async seal(data: Uint8Array<ArrayBuffer>): Promise<SealedData> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const key = await this.#dataKey(this.#me, this.#current);
    const additionalData = new TextEncoder().encode(this.#me);
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, data);
    return { payload: new Uint8Array(sealed), iv, keyIndex: this.#current };
  }

  async open({ payload, iv, keyIndex }: SealedData, identity: string): Promise<Uint8Array<ArrayBuffer>> {
    const key = await this.#dataKey(identity, keyIndex);
    const additionalData = new TextEncoder().encode(identity);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, payload));
  }

  /** Seals with the current key from now on, under a KID that was never there. */
  #send(): void {
    if (this.#me === '') return; // when the room is connected
    const index = this.#current;
    const info = this.#find(this.#me, index);
    if (!info || (this.#sending?.key === info.key && this.#sending.index === index)) return;
    this.#sending = { key: info.key, index };
    // Below 2^63, and the index at its end.
    const [random = 0n] = crypto.getRandomValues(new BigUint64Array(1));
    const kid = ((random >> (INDEX_BITS + 1n)) << INDEX_BITS) | BigInt(index);
    this.#baseKey(info, kid, this.#me).then((key) => this.#seal.setSendKey({ kid, key })).catch(this.#failed);
  }

  /** Makes the key of a KID that somebody's frames have. */
  async #meet({ kid, participant: identity }: FrameSealEvent): Promise<void> {
    if (kid === undefined || !identity || !this.#room?.remoteParticipants.has(identity)) return;
    const info = this.#find(identity, Number(kid & BigInt(MAX_KEYS - 1)));
    if (!info) return;
    let kids = this.#kids.get(identity);
    if (!kids) this.#kids.set(identity, (kids = new Map()));
    if (kids.has(kid)) return;
    if (kids.size >= MAX_KIDS) {
      // Made up before real ones.
      const [oldest] = [...kids].find(([, isReal]) => !isReal) ?? [...kids][0] ?? [];
      if (oldest !== undefined) {
        kids.delete(oldest);
        await this.#seal.removeReceiveKey(oldest);
      }
    }
    kids.set(kid, false);
    await this.#seal.addReceiveKey({ from: identity, kid, key: await this.#baseKey(info, kid, identity) });
  }

  /** What was made of a key that is replaced goes in 10 s. */
  #forget(info: KeyInfo): void {
    const index = BigInt(this.#indexOf(info));
    for (const [identity, kids] of this.#kids) {
      if ((info.participantIdentity ?? identity) !== identity) continue;
      for (const kid of kids.keys()) {
        if ((kid & BigInt(MAX_KEYS - 1)) !== index) continue;
        kids.delete(kid);
        void this.#seal.removeReceiveKey(kid, { atOnce: false });
      }
    }
  }

  #root({ key }: KeyInfo): Promise<CryptoKey> {
    let root = this.#roots.get(key);
    if (!root) {
      root = derive(key, ROOT, ROUNDS, new Uint8Array()).then((bytes) => crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits', 'deriveKey']));
      this.#roots.set(key, root);
    }
    return root;
  }

  async #baseKey(info: KeyInfo, kid: bigint, identity: string): Promise<Uint8Array> {
    const name = new TextEncoder().encode(identity);
    const context = new Uint8Array(8 + name.length);
    new DataView(context.buffer).setBigUint64(0, kid);
    context.set(name, 8);
    return derive(await this.#root(info), SENDER, 0, context);
  }

  async #dataKey(identity: string, index: number): Promise<CryptoKey> {
    const info = this.#find(identity, index);
    if (!info) throw new FrameSealError('NoKey', `there is no key ${index} of ${identity}; set it at the key provider`);
    const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new TextEncoder().encode(DATA), info: new Uint8Array() };
    return crypto.subtle.deriveKey(parameters, await this.#root(info), { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
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

  #find(identity: string, index: number): KeyInfo | undefined {
    return this.#provider.getKeys().find((info) => (info.participantIdentity ?? identity) === identity && this.#indexOf(info) === index);
  }
}
