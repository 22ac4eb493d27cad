// A page's side: attaches tracks, and asks the worker, which alone has the keys.

import { Call } from './call.js';
import { FrameSealError } from './engine/error.js';
import { FrameSealEvent } from './events.js';
import type { FrameSealEvents, TypedTarget } from './events.js';
import {
  DEFAULT_EPOCH_BITS, DEFAULT_SUITE, MAX_MEMBERS, bytes, legacyKey, senderKey, small, take, unhex, whole,
} from './options.js';
import type {
  Epoch, FrameSealOptions, JoinCall, LegacyKey, ReceiveKey, ReceiverOptions, SendKey, SenderKey, SenderOptions,
} from './options.js';
import { MEDIA_KINDS } from './protocol.js';
import type {
  CallState, FromWorker, JoinOptions, NegotiatedCodec, Request, Setup, Statistics, ToWorker, TrackOptions,
  TrackStatistics,
} from './protocol.js';
import { Watch } from './watch.js';

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

  /**
   * Sets what ends the frames that LiveKit's server makes itself, from the room's join response.
   * Silence and black pictures that end so then pass as they came, and nobody vouches for them;
   * without this they are refused.
   */
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
