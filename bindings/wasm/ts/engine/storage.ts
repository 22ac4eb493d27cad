// What has to outlive the page: which counters of a key are spent, who this device is, and whom it
// has verified. All of it is in one IndexedDB database of the page's origin.

import { Identity } from './wasm/frameseal_wasm.js';
import { FrameSealError } from './error.js';

const DATABASE = 'frameseal';
const VERSION = 1;
const COUNTERS = 'counters';
const IDENTITIES = 'identities';
const PEERS = 'peers';

/** Somebody whose device was verified. */
export interface Peer {
  /** The public key, 64 hexadecimal digits. */
  readonly identityKey: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly verifiedAt: number;
}

interface StoredIdentity {
  readonly wrapping: CryptoKey;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

export interface Storage {
  /** Reserves `count` counters of a key and gives the first, once that is saved for good. */
  reserve(fingerprint: Uint8Array, count: bigint): Promise<bigint>;
  /** Gives this device's identity of a name, drawing it the first time. */
  identity(name: string): Promise<Identity>;
  peers(): Promise<Peer[]>;
  remember(peer: Peer): Promise<void>;
  forget(identityKey: string): Promise<void>;
}

/** For keys that live no longer than this worker, and for environments without a database. */
export class MemoryStorage implements Storage {
  readonly #counters = new Map<string, bigint>();
  readonly #peers = new Map<string, Peer>();

  reserve(fingerprint: Uint8Array, count: bigint): Promise<bigint> {
    return Promise.resolve(this.take(fingerprint, count));
  }

  /** As {@link reserve}, at once. */
  take(fingerprint: Uint8Array, count: bigint): bigint {
    const key = hex(fingerprint);
    const first = this.#counters.get(key) ?? 0n;
    this.#counters.set(key, first + count);
    return first;
  }

  identity(): Promise<Identity> {
    return Promise.resolve(Identity.generate());
  }

  peers(): Promise<Peer[]> {
    return Promise.resolve([...this.#peers.values()]);
  }

  remember(peer: Peer): Promise<void> {
    this.#peers.set(peer.identityKey, peer);
    return Promise.resolve();
  }

  forget(identityKey: string): Promise<void> {
    this.#peers.delete(identityKey);
    return Promise.resolve();
  }
}

export class DatabaseStorage implements Storage {
  readonly #database: Promise<IDBDatabase>;

  constructor() {
    this.#database = open();
    this.#database.catch(() => {}); // whoever uses it sees the error
  }

  async reserve(fingerprint: Uint8Array, count: bigint): Promise<bigint> {
    const transaction = await this.#write(COUNTERS);
    const store = transaction.objectStore(COUNTERS);
    const key = hex(fingerprint);
    const first = ((await answer(store.get(key))) as bigint | undefined) ?? 0n;
    store.put(first + count, key);
    await finished(transaction);
    return first;
  }

  async identity(name: string): Promise<Identity> {
    const held = (await this.#get(IDENTITIES, name)) as StoredIdentity | undefined;
    if (held) return await unwrap(held);
    const fresh = Identity.generate();
    const sealed = await wrap(fresh);
    const transaction = await this.#write(IDENTITIES);
    const store = transaction.objectStore(IDENTITIES);
    // Another tab may have been faster.
    const other = (await answer(store.get(name))) as StoredIdentity | undefined;
    if (!other) store.put(sealed, name);
    await finished(transaction);
    if (!other) return fresh;
    fresh.free();
    return await unwrap(other);
  }

  async peers(): Promise<Peer[]> {
    const store = (await this.#database).transaction(PEERS).objectStore(PEERS);
    return (await answer(store.getAll())) as Peer[];
  }

  async remember(peer: Peer): Promise<void> {
    const transaction = await this.#write(PEERS);
    transaction.objectStore(PEERS).put(peer, peer.identityKey);
    await finished(transaction);
  }

  async forget(identityKey: string): Promise<void> {
    const transaction = await this.#write(PEERS);
    transaction.objectStore(PEERS).delete(identityKey);
    await finished(transaction);
  }

  async #get(store: string, key: string): Promise<unknown> {
    return await answer((await this.#database).transaction(store).objectStore(store).get(key));
  }

  async #write(store: string): Promise<IDBTransaction> {
    // On the disk before it counts: a counter must not come again after a crash.
    return (await this.#database).transaction(store, 'readwrite', { durability: 'strict' });
  }
}

async function wrap(identity: Identity): Promise<StoredIdentity> {
  const algorithm = { name: 'AES-GCM', length: 256 };
  const wrapping = await crypto.subtle.generateKey(algorithm, false, ['encrypt', 'decrypt']);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const seed = identity.export() as Uint8Array<ArrayBuffer>;
  const sealing = crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, wrapping, seed);
  seed.fill(0);
  return { wrapping, nonce, sealed: await sealing };
}

async function unwrap({ wrapping, nonce, sealed }: StoredIdentity): Promise<Identity> {
  const seed = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, wrapping, sealed);
  return Identity.import(new Uint8Array(seed)); // wipes it
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: unknown) =>
      reject(new FrameSealError(
        'NoStorage',
        'counters cannot be saved: IndexedDB is not to be had here; allow it, or pass '
          + "`storage: 'memory'` and never use a key again after the page was reloaded",
        { cause },
      ));
    try {
      const request = indexedDB.open(DATABASE, VERSION);
      request.onupgradeneeded = () => {
        for (const store of [COUNTERS, IDENTITIES, PEERS]) request.result.createObjectStore(store);
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => refuse(request.error);
    } catch (error) {
      refuse(error);
    }
  });
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(notSaved(request.error));
  });
}

/** The disk is full, or somebody has cleared this site's data. */
function notSaved(cause: DOMException | null): FrameSealError {
  const why = cause?.message || cause?.name || 'the browser gave it up';
  return new FrameSealError('NoStorage', `IndexedDB did not keep what it must: ${why}; try again`, { cause });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(notSaved(transaction.error));
    transaction.onerror = () => reject(notSaved(transaction.error));
  });
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function unhex(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
