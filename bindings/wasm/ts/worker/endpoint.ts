// The worker's side of a FrameSeal: keys, tracks, and what the page asks for.

import { FrameSealError } from '../engine/error.js';
import { UNMEASURED, holdKeys, measure } from '../engine/hybrid.js';
import { Room } from '../engine/room.js';
import { DatabaseStorage, MemoryStorage } from '../engine/storage.js';
import type { Storage } from '../engine/storage.js';
import { Secret, Session, wipe } from '../engine/wasm/frameseal_wasm.js';
import type { FromWorker, Request, Setup, Statistics, ToWorker, TrackEvent, TrackOptions } from '../protocol.js';
import { CallKeys } from './call-keys.js';
import { GroupKeys, LegacyKeys, PlainKeys, SenderKeys } from './keys.js';
import type { Keys } from './keys.js';
import { ReceivingTrack, SendingTrack } from './tracks.js';
import type { EncodedFrame, Surroundings, Transformer } from './tracks.js';

/** 50 ms between two looks at the clock. */
const TICK = 50;

/** 1000 ms until WebCrypto is measured, behind the rush in which a call begins. */
const MEASURE_AFTER = 1000;

/** What a worker's global object has, and a port. */
export interface Port {
  postMessage(message: unknown, options?: StructuredSerializeOptions): void;
  close?(): void;
}

export class Endpoint implements Surroundings {
  readonly #port: Port;
  readonly #tracks = new Map<number, SendingTrack | ReceivingTrack>();
  readonly #updates = new Map<number, TrackOptions>();
  #setup: Promise<void> | undefined;
  #storage: Storage = new MemoryStorage();
  /** Requests that change keys, one after the other. */
  #queue: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setInterval> | undefined;
  #isDisposed = false;

  room: Room | undefined;
  keys: Keys | undefined;
  legacy: LegacyKeys | undefined;
  isEnvelope = true;
  padding = 0;
  webCryptoFrom = Infinity;
  #format: Setup['format'] = 'transparent';

  constructor(port: Port) {
    this.#port = port;
  }

  /** Takes a message of the page. */
  receive(message: ToWorker): void {
    if ('request' in message) {
      void this.#answer(message.request, message.body);
    } else if ('streams' in message) {
      this.attach(message.streams, message.readable, message.writable);
    } else if ('update' in message) {
      // It may come before the transform that it is about.
      this.#updates.set(message.update.id, message.update);
      this.#tracks.get(message.update.id)?.update(message.update);
    } else {
      this.#tracks.get(message.track)?.setCodecs(message.codecs);
    }
  }

  /** Puts a track's frames on their way. Until there are keys they are dropped. */
  attach(
    options: TrackOptions,
    readable: ReadableStream<EncodedFrame>,
    writable: WritableStream<EncodedFrame>,
    transformer?: Transformer,
  ): void {
    const Kind = options.side === 'send' ? SendingTrack : ReceivingTrack;
    const { id } = options;
    const track = new Kind(this.#updates.get(id) ?? options, this);
    this.#tracks.set(id, track);
    void track.run(readable, writable, transformer).then(() => {
      this.#tracks.delete(id);
      this.#updates.delete(id);
      this.#send({ ended: id });
    });
  }

  sees(track: number): void {
    this.#send({ sees: track });
  }

  report(event: TrackEvent): void {
    this.#send({ event });
  }

  askCodecs(track: number): void {
    this.#send({ askCodecs: track });
  }

  askKeyFrame(track: number): void {
    this.#send({ keyFrame: track });
  }

  pollDecryptor(track: number | undefined, participant: string | undefined): void {
    for (;;) {
      const event = this.keys?.decryptor.pollEvent() as
        | { kind: string; kid: bigint } | undefined;
      if (!event) return;
      const { kind, kid } = event;
      if (kind === 'forgeries' || kind === 'other') continue; // each track tells of its own
      const owner = this.keys?.ownerOf(kid) ?? participant;
      const about = {
        kid,
        ...(track === undefined ? {} : { track }),
        ...(owner === undefined ? {} : { participant: owner }),
      };
      this.report({ type: kind as 'missingKey' | 'recovered' | 'rotateSoon', ...about });
    }
  }

  async #answer(answer: number, request: Request): Promise<void> {
    try {
      const value = await this.#do(request);
      const transfer = value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [];
      this.#port.postMessage({ answer, value } satisfies FromWorker, { transfer });
    } catch (error) {
      const { code = 'Failed', message = String(error) } = error as Partial<FrameSealError>;
      this.#send({ answer, error: { code: String(code), message } });
    }
  }

  async #do(request: Request): Promise<unknown> {
    if (request.do === 'setup') return await (this.#setup ??= this.#start(request.setup));
    if (request.do === 'stretch') return await stretch(request);
    await this.#setup;
    if (request.do === 'statistics') return this.#statistics();
    if (request.do === 'dispose') return this.#dispose();
    // In order, since some wait for the database.
    const done = this.#queue.then(async () => {
      if (this.#isDisposed) throw disposed();
      const value = await this.#change(request);
      this.#keysChanged();
      return value;
    });
    this.#queue = done.catch(() => {});
    return await done;
  }

  async #start(setup: Setup): Promise<void> {
    this.#format = setup.format;
    this.isEnvelope = setup.format === 'transparent';
    this.padding = setup.padding;
    if (setup.storage === 'persistent') this.#storage = new DatabaseStorage();
    const room = await Room.open(setup.wasm);
    const hasWebCrypto = setup.webCryptoFrom !== Infinity && holdKeys();
    this.room = room;
    this.#timer = setInterval(() => this.#tick(), TICK);
    if (!hasWebCrypto) return;
    this.webCryptoFrom = setup.webCryptoFrom ?? UNMEASURED;
    if (setup.webCryptoFrom === undefined) {
      setTimeout(() => measure(room).then((from) => (this.webCryptoFrom = from), () => {}), MEASURE_AFTER);
    }
  }

  async #change(request: Request): Promise<unknown> {
    switch (request.do) {
      case 'setSendKey':
        return await this.#of(PlainKeys, () => new PlainKeys(this.#storage)).setSendKey(request.key);
      case 'addReceiveKey':
        return this.#of(PlainKeys, () => new PlainKeys(this.#storage))
          .addReceiveKey(request.from, request.key);
      case 'removeReceiveKey': {
        const { keys } = this;
        if (!(keys instanceof PlainKeys || keys instanceof SenderKeys)) return false;
        return keys.removeReceiveKey(request.kid, request.atOnce);
      }
      case 'setSenderKey':
        return await this.#senderKeys(request.key.ratchetBits).setSendKey(request.key);
      case 'addSenderKey':
        return this.#senderKeys(request.key.ratchetBits).addReceiveKey(request.from, request.key);
      case 'ratchet':
        return await this.#held(SenderKeys).ratchet();
      case 'addEpoch': {
        const { suite, epochBits } = request.epoch;
        return await this.#of(GroupKeys, () => new GroupKeys(this.#storage, suite, epochBits))
          .addEpoch(request.epoch);
      }
      case 'setLegacySendKey': return this.#legacy().setSendKey(request.key);
      case 'ratchetLegacy': return this.#legacy().ratchet();
      case 'setLegacyReceiveKey': return this.#legacy().setReceiveKey(request.from, request.key);
      case 'removeLegacyReceiveKey': return this.#legacy().removeReceiveKey(request.from, request.index);
      case 'setSifTrailer': return this.#legacy().setSifTrailer(request.trailer);
      case 'join': {
        this.#ofFormat();
        if (this.keys) throw mixed();
        // The smaller module has no sessions, whatever the types say.
        if (!(Session as unknown)) throw new FrameSealError('NoCalls', 'make a FrameSeal without `calls: false`');
        const joined = await CallKeys.join(request.join, this.#storage, (message) => this.#send(message));
        if (this.#isDisposed) {
          joined.dispose();
          throw disposed();
        }
        this.keys = joined;
        return;
      }
      case 'handle': return this.#held(CallKeys).handle(request.message);
      case 'call': return this.#held(CallKeys).act(request.what, request.member);
      case 'verify': return await this.#held(CallKeys).verify(request.member, request.verified);
      case 'consentToClear': return this.#held(CallKeys).consentToClear(request.consents);
      case 'comparison': return this.#held(CallKeys).comparison(request.member);
      case 'safetyNumber': return this.#held(CallKeys).safetyNumber(request.member);
      case 'matchesQr': return this.#held(CallKeys).matchesQr(request.scanned);
      case 'sealChat': return this.#held(CallKeys).sealChat(request.message);
      case 'openChat': return this.#held(CallKeys).openChat(request.sealed);
      default: throw new FrameSealError('UnknownRequest', 'page and worker are of different versions');
    }
  }

  /** Gives the keys of a kind, made when they are first asked for. */
  #of<K extends Keys>(Kind: abstract new (...options: never[]) => K, make: () => K): K {
    this.#ofFormat();
    this.keys ??= make();
    if (!(this.keys instanceof Kind)) throw mixed();
    return this.keys;
  }

  #senderKeys(ratchetBits: number): SenderKeys {
    return this.#of(SenderKeys, () => new SenderKeys(this.#storage, ratchetBits));
  }

  #held<K extends Keys>(Kind: abstract new (...options: never[]) => K): K {
    if (!(this.keys instanceof Kind)) throw new FrameSealError('NoKey', 'there are no keys of this kind');
    return this.keys;
  }

  #ofFormat(): void {
    if (this.#format !== 'transparent' && this.#format !== 'sframe') {
      throw new FrameSealError('WrongFormat', `frames are in the format ${this.#format}, which has keys of its own`);
    }
  }

  #legacy(): LegacyKeys {
    const format = this.#format;
    if (format === 'transparent' || format === 'sframe') {
      throw new FrameSealError('WrongFormat', 'name a deployed format when the FrameSeal is made');
    }
    return (this.legacy ??= new LegacyKeys(format));
  }

  #keysChanged(): void {
    for (const track of this.#tracks.values()) {
      if (track instanceof ReceivingTrack) track.keysChanged();
      else track.checkKey();
    }
  }

  #ticks = 0;

  #tick(): void {
    const now = performance.now();
    this.#ticks += 1;
    const isCall = this.keys instanceof CallKeys;
    if (isCall || this.#ticks % 20 === 0) this.keys?.advance(now);
    this.legacy?.advance(now);
    if (this.#ticks % 20 === 0) this.pollDecryptor(undefined, undefined);
    for (const track of this.#tracks.values()) {
      if (track instanceof ReceivingTrack) track.advance(now);
      else track.checkKey();
    }
  }

  #statistics(): Statistics {
    const tracks = [...this.#tracks.values()].map((track) => track.statistics());
    const engine = this.keys?.decryptor.statistics() as Statistics['engine'];
    const memory = this.room?.size ?? 0;
    const { webCryptoFrom } = this;
    return { tracks, memory, webCryptoFrom, ...(engine ? { engine } : {}) };
  }

  #dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#timer);
    const { keys, legacy } = this;
    this.keys = undefined;
    this.legacy = undefined;
    keys?.dispose();
    legacy?.dispose();
    this.#tracks.clear();
    if (this.room) wipe();
  }

  #send(message: FromWorker): void {
    this.#port.postMessage(message);
  }
}

function disposed(): FrameSealError {
  return new FrameSealError('Disposed', 'this FrameSeal was disposed of; make another');
}

function mixed(): FrameSealError {
  return new FrameSealError(
    'MixedKeys',
    'this FrameSeal takes its keys from somewhere else already; make another for other keys',
  );
}

/** In a worker that is thrown away: 64 MiB are not given back. */
async function stretch({ passphrase, callId, to, wasm }: Request & { do: 'stretch' }): Promise<void> {
  try {
    await Room.open(wasm);
    const stretched = Secret.stretch(passphrase, callId);
    const secret = stretched.export() as Uint8Array<ArrayBuffer>;
    stretched.free();
    to.postMessage({ secret }, [secret.buffer]);
  } catch (error) {
    const { code = 'Failed', message = String(error) } = error as Partial<FrameSealError>;
    to.postMessage({ code, message });
  }
}
