import { Call } from './call.js';
import { FrameSealError } from './engine/error.js';
import { FrameSealEvent } from './events.js';
import type { FrameSealEvents, TypedTarget } from './events.js';
import { MEDIA_KINDS } from './protocol.js';
import { Watch } from './watch.js';
import type {
  CallState, Format, FromWorker, JoinOptions, LegacyKeyOptions, MediaKind, NegotiatedCodec, Request, Setup,
  Statistics, ToWorker, TrackOptions, TrackStatistics,
} from './protocol.js';

/** AES_128_GCM_SHA256_128, which browsers and processors are fastest with. */
const DEFAULT_SUITE = 4;

/** RFC 9605 leaves it open; 4 bits are 16 steps, and what calls with built-in keys have. */
const DEFAULT_RATCHET_BITS = 4;

/** 256 epochs before a KID names another. */
const DEFAULT_EPOCH_BITS = 8;

const MAX_MEMBERS = 256;

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

/** Statistics of a sender or receiver. */
export interface AttachedStatistics extends TrackStatistics {
  readonly about: RTCRtpSender | RTCRtpReceiver;
}

interface Attached {
  readonly about: RTCRtpSender | RTCRtpReceiver;
  options: TrackOptions;
}

/** A call that is being joined: its first messages come before it is there. */
interface Joining {
  state?: CallState;
  readonly send: JoinCall['send'];
}

/** Browsers without script transforms. */
interface LegacyStreams {
  createEncodedStreams?(): { readable: ReadableStream; writable: WritableStream };
}

/**
 * End-to-end encryption of the tracks of one participant in one call.
 *
 * Frames are sealed before they leave for the network and opened when they come from it, in a
 * worker that alone has the keys. Until there are keys nothing is sent and nothing is shown:
 * a frame that cannot be sealed or opened is dropped, always.
 */
export class FrameSeal extends (EventTarget as new () => TypedTarget<FrameSealEvents> & EventTarget) {
  readonly #worker: Worker;
  readonly #ownsWorker: boolean;
  readonly #attached = new Map<number, Attached>();
  readonly #seen = new Set<number>();
  readonly #ids = new WeakMap<object, number>();
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  readonly #watch = new Watch((about) => this.#bypassed(about));
  readonly #ready: Promise<unknown>;
  #nextId = 1;
  #nextRequest = 1;
  #call: Call | undefined;
  #joining: Joining | undefined;
  #isDisposed = false;
  #isReady = false;
  #failure: FrameSealError | undefined;
  /** Tells apart those that share a worker. */
  readonly #name = crypto.randomUUID();
  readonly #wasm: string | undefined;

  constructor(options: FrameSealOptions = {}) {
    super();
    const { format = 'transparent', padding = 0, storage = 'persistent', calls = true } = options;
    const { wasm, webCryptoFrom } = options;
    if (!Number.isInteger(padding) || padding < 0 || padding > 0xffff) {
      throw new FrameSealError('BadValue', 'padding is a whole number of bytes from 0 to 65535');
    }
    if (padding > 0 && format !== 'transparent') {
      throw new FrameSealError('BadValue', 'only transparent frames can be padded');
    }
    this.#wasm = wasm === undefined ? undefined : String(wasm);
    this.#ownsWorker = options.worker === undefined;
    this.#worker = options.worker ?? (calls ? spawn() : spawnForOwnKeys());
    this.#worker.addEventListener('message', this.#receive);
    this.#worker.addEventListener('error', this.#failed);
    const setup: Setup = {
      format,
      padding,
      storage,
      ...(this.#wasm === undefined ? {} : { wasm: this.#wasm }),
      ...(webCryptoFrom === undefined ? {} : { webCryptoFrom }),
    };
    this.#ready = this.#ask({ do: 'setup', setup });
    // Whoever asks for something sees the error.
    this.#ready.then(() => (this.#isReady = true), () => {});
  }

  /** Resolves when the engine is loaded. Nothing needs to wait for it. */
  async ready(): Promise<void> {
    await this.#ready;
  }

  /**
   * Seals everything that a sender sends. Call it in the task in which the sender appears: after
   * `addTrack` or `addTransceiver` for one's own, and in the `track` event for the other half of
   * somebody else's. Chromium ignores a later transform, and media go in the clear; should that
   * happen, the track is stopped within two seconds ({@link FrameSealEvents.rejected}). For a
   * sender that is attached already it only takes the new options.
   *
   * @throws {FrameSealError} `NoTransform` when the browser has no encoded transforms, and when
   *   another transform is set; `WorkerFailed` when the worker could not be loaded or is gone. The
   *   sender must not send then: nothing seals it.
   */
  attachSender(sender: RTCRtpSender, options: SenderOptions = {}): void {
    this.#attach(sender, 'send', options);
  }

  /**
   * Opens everything that a receiver receives. Call it in the task in which the receiver appears:
   * in the `track` event, before anything is awaited, and after `addTransceiver` for the other half
   * of one's own. For a receiver that is attached already, say one whose line another participant
   * has now, it only takes the new options.
   *
   * @throws {FrameSealError} As {@link attachSender}.
   */
  attachReceiver(receiver: RTCRtpReceiver, options: ReceiverOptions = {}): void {
    this.#attach(receiver, 'receive', options);
  }

  /** Sends with a base key of the app's from now on (RFC 9605 section 4.4.2). */
  async setSendKey({ suite = DEFAULT_SUITE, kid, key }: SendKey): Promise<void> {
    const options = { suite: small(suite, 'suite', 0xffff), kid: whole(kid, 'kid'), key: take(key) };
    await this.#ask({ do: 'setSendKey', key: options }, [options.key.buffer]);
  }

  /** Opens frames under a base key of the app's, beside those that are there. */
  async addReceiveKey({ suite = DEFAULT_SUITE, kid, key, from }: ReceiveKey): Promise<void> {
    const options = { suite: small(suite, 'suite', 0xffff), kid: whole(kid, 'kid'), key: take(key) };
    await this.#ask({ do: 'addReceiveKey', from, key: options }, [options.key.buffer]);
  }

  /** Wipes a key, or lets it go in 10 s. Says whether there was one. */
  async removeReceiveKey(kid: bigint | number, { atOnce = true } = {}): Promise<boolean> {
    return (await this.#ask({ do: 'removeReceiveKey', kid: whole(kid, 'kid'), atOnce })) as boolean;
  }

  /** Sends with a sender key that ratchets from now on (RFC 9605 section 5.1). */
  async setSenderKey(key: SenderKey): Promise<void> {
    const options = senderKey(key);
    await this.#ask({ do: 'setSenderKey', key: options }, [options.key.buffer]);
  }

  /** Takes this participant's sender key one step further, when somebody joins. Others follow by themselves. */
  async ratchet(): Promise<void> {
    await this.#ask({ do: 'ratchet' });
  }

  /** Opens the frames of a sender key, whose later steps are followed by themselves. */
  async addSenderKey(key: SenderKey & { readonly from?: string }): Promise<void> {
    const options = senderKey(key);
    await this.#ask({ do: 'addSenderKey', from: key.from, key: options }, [options.key.buffer]);
  }

  /**
   * Takes the secret of an MLS epoch (RFC 9605 section 5.2), after every commit. Participants are
   * named by their leaf, as a string.
   */
  async addEpoch(epoch: Epoch): Promise<void> {
    const secret = take(epoch.exporterSecret);
    await this.#ask({
      do: 'addEpoch',
      epoch: {
        suite: small(epoch.suite ?? DEFAULT_SUITE, 'suite', 0xffff),
        epochBits: small(epoch.epochBits ?? DEFAULT_EPOCH_BITS, 'epochBits', 0xff),
        epoch: whole(epoch.epoch, 'epoch'),
        secret,
        leaves: small(epoch.leaves, 'leaves', 0xffff_ffff),
        ownLeaf: small(epoch.ownLeaf, 'ownLeaf', 0xffff_ffff),
        atOnce: epoch.atOnce ?? false,
      },
    }, [secret.buffer]);
  }

  /** Sends with a key of a deployed format from now on. */
  async setLegacySendKey(key: LegacyKey): Promise<void> {
    const options = legacyKey(key);
    await this.#ask({ do: 'setLegacySendKey', key: options }, [options.key.buffer]);
  }

  /** Takes this participant's key of a deployed format one step further. */
  async ratchetLegacy(): Promise<void> {
    await this.#ask({ do: 'ratchetLegacy' });
  }

  /** Opens a participant's frames with a key of a deployed format. */
  async setLegacyReceiveKey(from: string, key: LegacyKey): Promise<void> {
    const options = legacyKey(key);
    await this.#ask({ do: 'setLegacyReceiveKey', from, key: options }, [options.key.buffer]);
  }

  /** Forgets a participant's key of an index, or all of them. */
  async removeLegacyReceiveKey(from: string, index?: number): Promise<boolean> {
    return (await this.#ask({ do: 'removeLegacyReceiveKey', from, index })) as boolean;
  }

  /** Sets what ends the frames that LiveKit's server makes itself, from the room's join response. */
  async setSifTrailer(trailer: Uint8Array): Promise<void> {
    await this.#ask({ do: 'setSifTrailer', trailer });
  }

  /**
   * Joins a call with built-in keys: members agree on them over the app's signalling, which may be
   * anybody's. One call at a time.
   */
  async join(options: JoinCall): Promise<Call> {
    if (this.#joining) throw new FrameSealError('MixedKeys', 'this FrameSeal is in a call; make another');
    const callId = bytes(options.callId);
    const transfer: Transferable[] = [];
    let secret: Uint8Array<ArrayBuffer> | undefined;
    let stretched: MessagePort | undefined;
    if (options.secret !== undefined) {
      secret = take(options.secret);
      transfer.push(secret.buffer);
    } else if (options.passphrase !== undefined) {
      stretched = await this.#stretch(options.passphrase, callId);
      transfer.push(stretched);
    }
    const join: JoinOptions = {
      callId,
      name: options.name,
      identity: options.identity,
      suite: small(options.suite ?? DEFAULT_SUITE, 'suite', 0xffff),
      waitingRoom: options.waitingRoom ?? 'no',
      hosts: (options.hosts ?? []).map(unhex),
      postQuantum: options.postQuantum ?? false,
      allowClear: options.allowClear ?? false,
      maxMembers: options.maxMembers ?? MAX_MEMBERS,
      secret,
      stretched,
    };
    const joining: Joining = (this.#joining = { send: options.send });
    try {
      await this.#ask({ do: 'join', join }, transfer);
    } catch (error) {
      this.#joining = undefined;
      throw error;
    }
    const { state } = joining;
    if (!state) throw new FrameSealError('UnknownRequest', 'page and worker are of different versions');
    const ask = (request: Request, transfer?: Transferable[]) => this.#ask(request, transfer);
    return (this.#call = new Call(ask, state));
  }

  /** The call with built-in keys, once it was joined. */
  get call(): Call | undefined {
    return this.#call;
  }

  /** Gives what became of the frames of every track, and of every key. */
  async statistics(): Promise<Omit<Statistics, 'tracks'> & { readonly tracks: readonly AttachedStatistics[] }> {
    const { tracks, ...rest } = (await this.#ask({ do: 'statistics' })) as Statistics;
    const attached = tracks.flatMap((track) => {
      const about = this.#attached.get(track.id)?.about;
      return about ? [{ ...track, about }] : [];
    });
    return { ...rest, tracks: attached };
  }

  /**
   * Wipes all keys. Senders and receivers that are still live drop their frames from then on. A
   * worker of its own is stopped.
   */
  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    const wiped = this.#ask({ do: 'dispose' }).catch(() => {});
    this.#isDisposed = true;
    this.#watch.stop();
    await wiped;
    this.#worker.removeEventListener('message', this.#receive);
    this.#worker.removeEventListener('error', this.#failed);
    // Live transforms go with their worker: without it no frame passes.
    if (this.#ownsWorker) this.#worker.terminate();
    this.#attached.clear();
  }

  #attach(
    about: RTCRtpSender | RTCRtpReceiver,
    side: 'send' | 'receive',
    { kind, codec, from }: SenderOptions & ReceiverOptions,
  ): void {
    if (this.#isDisposed) throw new FrameSealError('Disposed', 'this FrameSeal was disposed of; make another');
    if (kind !== undefined && !MEDIA_KINDS.includes(kind)) {
      throw new FrameSealError('BadValue', `a track's kind is one of ${MEDIA_KINDS.join(', ')}, not ${kind}`);
    }
    const known = this.#ids.get(about);
    const id = known ?? this.#nextId++;
    const options: TrackOptions = {
      id,
      side,
      ...(kind === undefined ? {} : { kind }),
      ...(codec === undefined ? {} : { codec }),
      ...(from === undefined ? {} : { from }),
    };
    if (known !== undefined) {
      this.#attached.set(id, { about, options });
      return this.#post({ update: options });
    }
    if (typeof RTCRtpScriptTransform === 'function') {
      if (about.transform) {
        throw new FrameSealError('NoTransform', 'another transform is set here; a track is sealed once');
      }
      try {
        about.transform = new RTCRtpScriptTransform(this.#worker, { frameseal: options, seal: this.#name });
      } catch (cause) {
        // Firefox has none for a worker that is gone; elsewhere such a one lets nothing pass.
        throw this.#failure ?? new FrameSealError(
          'WorkerFailed', 'the worker is gone, so nothing can be sealed: do not send this track', { cause },
        );
      }
    } else {
      const { createEncodedStreams } = about as LegacyStreams;
      if (!createEncodedStreams) {
        throw new FrameSealError(
          'NoTransform',
          'this browser has no encoded transforms, so nothing can be sealed; use a current one',
        );
      }
      const { readable, writable } = createEncodedStreams.call(about);
      this.#post({ streams: options, readable, writable }, [readable, writable]);
    }
    this.#ids.set(about, id);
    this.#attached.set(id, { about, options });
    // Until the worker's script runs, frames wait for it.
    const watch = () => {
      if (this.#attached.has(id) && !this.#seen.has(id)) this.#watch.add(about);
    };
    this.#ready.then(watch, watch);
  }

  #bypassed(about: RTCRtpSender | RTCRtpReceiver): void {
    const message = 'the transform was set too late and this browser ignores it, so media went in '
      + 'the clear; the track was stopped. Attach in the task in which sender and receiver appear';
    this.dispatchEvent(new FrameSealEvent({ type: 'rejected', reason: 'bypassed', message }, about));
  }

  readonly #receive = ({ data }: MessageEvent<{ frameseal?: FromWorker; seal?: string } | null>): void => {
    const message = data?.frameseal;
    if (!message || data.seal !== this.#name) return;
    if ('answer' in message) {
      const waiting = this.#waiting.get(message.answer);
      this.#waiting.delete(message.answer);
      if (message.error) {
        waiting?.reject(new FrameSealError(message.error.code, message.error.message));
      } else {
        waiting?.resolve(message.value);
      }
    } else if ('event' in message) {
      const { track } = message.event;
      const about = track === undefined ? undefined : this.#attached.get(track)?.about;
      this.dispatchEvent(new FrameSealEvent(message.event, about));
    } else if ('ended' in message) {
      const about = this.#attached.get(message.ended)?.about;
      this.#attached.delete(message.ended);
      if (about) this.#watch.clear(about);
    } else if ('sees' in message) {
      this.#seen.add(message.sees);
      const about = this.#attached.get(message.sees)?.about;
      if (about) this.#watch.clear(about);
    } else if ('askCodecs' in message) {
      const about = this.#attached.get(message.askCodecs)?.about;
      if (about) this.#post({ track: message.askCodecs, codecs: codecsOf(about) });
    } else if ('keyFrame' in message) {
      const about = this.#attached.get(message.keyFrame)?.about;
      if (about) askKeyFrame(about as RTCRtpSender);
    } else if ('outgoing' in message) {
      this.#joining?.send(message.outgoing, message.to);
    } else if (this.#call) {
      this.#call.take(message);
    } else if ('call' in message && this.#joining) {
      this.#joining.state = message.call;
    }
  };

  /** A worker that was loaded may throw what it likes, if it is the app's. */
  readonly #failed = (event: ErrorEvent): void => {
    if (this.#isReady) return;
    this.#failure = workerFailed(event);
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  };

  /**
   * Stretches a passphrase in a worker that is thrown away, since the memory it takes is not given
   * back; only the other worker sees what comes out. Where the app has a worker of its own, there.
   */
  async #stretch(passphrase: string, callId: Uint8Array): Promise<MessagePort> {
    const { port1: to, port2: stretched } = new MessageChannel();
    const wasm = this.#wasm;
    const body: Request = { do: 'stretch', passphrase, callId, to, ...(wasm === undefined ? {} : { wasm }) };
    if (!this.#ownsWorker) {
      await this.#ask(body, [to]);
      return stretched;
    }
    const worker = spawn();
    try {
      await new Promise<void>((resolve, reject) => {
        worker.addEventListener('message', () => resolve());
        worker.addEventListener('error', (event) => reject(workerFailed(event)));
        worker.postMessage({ frameseal: { request: 1, body } satisfies ToWorker, seal: this.#name }, [to]);
      });
    } finally {
      worker.terminate();
    }
    return stretched;
  }

  #ask(body: Request, transfer: Transferable[] = []): Promise<unknown> {
    if (this.#isDisposed) {
      return Promise.reject(new FrameSealError('Disposed', 'this FrameSeal was disposed of; make another'));
    }
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const request = this.#nextRequest++;
      this.#waiting.set(request, { resolve, reject });
      this.#post({ request, body }, transfer);
    });
  }

  #post(frameseal: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage({ frameseal, seal: this.#name }, transfer);
  }
}

// Bundlers know this form, and no other.
function spawn(): Worker {
  return new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'frameseal' });
}

function spawnForOwnKeys(): Worker {
  return new Worker(new URL('./own-keys/worker.js', import.meta.url), { type: 'module', name: 'frameseal' });
}

function workerFailed({ message }: ErrorEvent): FrameSealError {
  const why = message || 'it could not be loaded; the README says what bundlers and policies need';
  return new FrameSealError('WorkerFailed', `the worker failed: ${why}`);
}

/** Takes bytes for good: gives a copy, which can be handed on, and wipes the caller's. */
function take(key: Bytes): Uint8Array<ArrayBuffer> {
  const view = key instanceof Uint8Array ? key : new Uint8Array(key);
  const copy = new Uint8Array(view);
  view.fill(0);
  return copy;
}

/** Checks a number of 64 bits: it would be cut to them elsewhere. */
function whole(value: bigint | number, what: string): bigint {
  if (typeof value === 'bigint' ? value >= 0n && value < 1n << 64n : Number.isSafeInteger(value) && value >= 0) {
    return BigInt(value);
  }
  throw new FrameSealError('BadValue', `${what} is a whole number from 0 to 2^64 - 1, not ${value}`);
}

/** Checks a number of fewer bits. */
function small(value: number, what: string, most: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new FrameSealError('BadValue', `${what} is a whole number from 0 to ${most}, not ${value}`);
}

function bytes(value: string | Bytes): Uint8Array<ArrayBuffer> {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  return new Uint8Array(value instanceof Uint8Array ? value : new Uint8Array(value));
}

function unhex(digits: string): Uint8Array<ArrayBuffer> {
  if (!/^[0-9a-f]{64}$/i.test(digits)) {
    throw new FrameSealError('BadValue', 'a public key has 64 hexadecimal digits');
  }
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function senderKey(key: SenderKey) {
  return {
    suite: small(key.suite ?? DEFAULT_SUITE, 'suite', 0xffff),
    ratchetBits: small(key.ratchetBits ?? DEFAULT_RATCHET_BITS, 'ratchetBits', 0xff),
    generation: whole(key.generation, 'generation'),
    step: whole(key.step ?? 0, 'step'),
    key: take(key.key),
  };
}

function legacyKey({ key, index = 0, derived }: LegacyKey): LegacyKeyOptions {
  small(index, 'index', 0xff);
  if (typeof key === 'string') return { key: new TextEncoder().encode(key), material: 'passphrase', index };
  return { key: take(key), material: derived ?? 'bytes', index };
}

function codecsOf(about: RTCRtpSender | RTCRtpReceiver): NegotiatedCodec[] {
  return about.getParameters().codecs.map(({ payloadType, mimeType }) => ({ payloadType, mimeType }));
}

/** Asks the encoder for a key frame, where scripts can. Elsewhere receivers ask for one themselves. */
function askKeyFrame(sender: RTCRtpSender): void {
  const { setParameters } = sender as {
    setParameters(
      parameters: RTCRtpSendParameters,
      options: { encodingOptions: { keyFrame: boolean }[] },
    ): Promise<void>;
  };
  const parameters = sender.getParameters();
  const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }));
  setParameters.call(sender, parameters, { encodingOptions }).catch(() => {});
}
