// The way of every frame of a track: read, seal or open, write. Whatever does not succeed does not
// go on.

import { holdsAll, open, seal } from '../engine/hybrid.js';
import { Outcome, reasonOf } from '../engine/outcome.js';
import type { Reason } from '../engine/outcome.js';
import type { Room } from '../engine/room.js';
import { codecNumber, lastReason } from '../engine/wasm/frameseal_wasm.js';
import { MEDIA_KINDS } from '../protocol.js';
import type { MediaKind, NegotiatedCodec, TrackEvent, TrackOptions, TrackStatistics } from '../protocol.js';
import type { Keys, LegacyKeys } from './keys.js';

/** 64 frames of a track wait for their key, half a second of video and more of sound. */
const MAX_PARKED = 64;

/** 2 s after which nobody wants to see a frame any more. */
const PARKED_FOR = 2000;

/** 16 frames of a track are in WebCrypto, or behind one that is, before no more are read. */
const MAX_UNDER_WAY = 16;

/** 1000 ms between two reports of frames of one track that are refused for one reason. */
const REPORT_EVERY = 1000;

/** 1000 ms between two requests for a key frame. */
const ASK_EVERY = 1000;

/** An encoded frame, as browsers give it. */
export interface EncodedFrame {
  data: ArrayBuffer;
  readonly timestamp: number;
  readonly type?: 'key' | 'delta' | 'empty';
  getMetadata(): {
    readonly mimeType?: string;
    readonly payloadType?: number;
    readonly synchronizationSource?: number;
    readonly rtpTimestamp?: number;
  };
}

/** A frame that is in WebCrypto, or behind one that is. */
interface UnderWay {
  readonly frame: EncodedFrame;
  /** Whether it may go on; undefined while that is not known. */
  passes: boolean | undefined;
}

/** What a script transform can do besides. Not every browser has both. */
export interface Transformer {
  generateKeyFrame?(rid?: string): Promise<unknown>;
  sendKeyFrameRequest?(): Promise<unknown>;
}

/** What tracks need of the worker. */
export interface Surroundings {
  /** Undefined until the engine is loaded. */
  readonly room: Room | undefined;
  readonly keys: Keys | undefined;
  readonly legacy: LegacyKeys | undefined;
  readonly isEnvelope: boolean;
  readonly padding: number;
  readonly webCryptoFrom: number;
  /** A track has its first frame. */
  sees(track: number): void;
  report(event: TrackEvent): void;
  askCodecs(track: number): void;
  askKeyFrame(track: number): void;
  /** The decryptor has events of its own, about this track's frame. */
  pollDecryptor(track: number, participant: string | undefined): void;
}

const ignore = (): void => {};

abstract class Track {
  readonly #counts = new Map<Reason, { count: number; unreported: number; reportedAt: number }>();
  /** The codec of the last frame, by name, and its number or why it has none. */
  #codecName: string | undefined;
  #codec: number | string = 0;
  #negotiated: readonly NegotiatedCodec[] | undefined;
  #codecsAskedAt = -Infinity;
  protected frames = 0;
  protected passed = 0;
  protected bytes = 0;
  protected inWebCrypto = 0;
  protected transformer: Transformer | undefined;
  #askedAt = 0;
  #isAudio = false;
  /** Frames in their order, the first of which is in WebCrypto. */
  readonly #underWay: UnderWay[] = [];
  #writer: WritableStreamDefaultWriter<EncodedFrame> | undefined;
  #proceed: () => void = ignore;

  constructor(
    protected options: TrackOptions,
    protected readonly around: Surroundings,
  ) {}

  /** What the track is for. */
  protected get kind(): MediaKind {
    return this.options.kind ?? (this.#isAudio ? 'audio' : 'video');
  }

  /** Follows what the page says. */
  update(options: TrackOptions): void {
    this.options = options;
  }

  setCodecs(codecs: readonly NegotiatedCodec[]): void {
    this.#negotiated = codecs;
  }

  /** Moves frames until the stream ends. */
  async run(
    readable: ReadableStream<EncodedFrame>,
    writable: WritableStream<EncodedFrame>,
    transformer?: Transformer,
  ): Promise<void> {
    this.transformer = transformer;
    const reader = readable.getReader();
    const writer = writable.getWriter();
    this.#writer = writer;
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        this.#take(value);
        while (this.#underWay.length >= MAX_UNDER_WAY) await this.#progress();
      }
      while (this.#underWay.length > 0) await this.#progress();
      await writer.close();
    } catch {
      // The track was stopped.
      reader.cancel().catch(ignore);
      writer.abort().catch(ignore);
    }
  }

  /** Seals or opens a frame that has come. */
  #take(frame: EncodedFrame): void {
    const data = frame.data;
    if (this.frames === 0) {
      // Frames of sound have no type.
      this.#isAudio = frame.type === undefined;
      this.around.sees(this.options.id);
    }
    this.frames += 1;
    this.bytes += data.byteLength;
    this.pass(frame, data);
  }

  /** Seals or opens a frame, and sends it on behind those that came before, if it may go on. */
  protected pass(frame: EncodedFrame, data: ArrayBuffer): void {
    let passes;
    try {
      passes = this.process(frame, data);
    } catch (error) {
      passes = this.#failed(error);
    }
    if (typeof passes !== 'boolean') {
      const place: UnderWay = { frame, passes: undefined };
      this.#underWay.push(place);
      passes.then(
        (known) => this.#settle(place, known),
        (error: unknown) => this.#settle(place, this.#failed(error)),
      );
    } else if (passes) {
      // Most frames are done at once. They do not overtake those that are not.
      if (this.#underWay.length > 0) this.#underWay.push({ frame, passes });
      else this.#write(frame);
    }
  }

  #settle(place: UnderWay, passes: boolean): void {
    place.passes = passes;
    for (;;) {
      const [first] = this.#underWay;
      if (first?.passes === undefined) break;
      this.#underWay.shift();
      if (first.passes) this.#write(first.frame);
    }
    this.#proceed();
  }

  /** Waits until a frame that was under way is done. */
  #progress(): Promise<void> {
    return new Promise((resolve) => (this.#proceed = resolve));
  }

  /** Sends a frame on. */
  #write(frame: EncodedFrame): void {
    // It fails when the stream has ended, which the reader notices.
    this.#writer?.write(frame).then(undefined, ignore);
  }

  /** Seals or opens a frame. Says whether it may go on. */
  protected abstract process(frame: EncodedFrame, data: ArrayBuffer): boolean | Promise<boolean>;

  #failed(error: unknown): false {
    return this.drop('usage', undefined, String(error));
  }

  /** Counts a frame that does not go on, and reports the first of them at once. */
  protected drop(reason: Reason, kid?: bigint, message?: string): false {
    let counted = this.#counts.get(reason);
    if (!counted) this.#counts.set(reason, (counted = { count: 0, unreported: 0, reportedAt: -Infinity }));
    counted.count += 1;
    counted.unreported += 1;
    // What starting up, networks and keys under way make of frames is no news.
    if (reason === 'notReady' || reason === 'empty' || reason === 'replay') return false;
    const now = performance.now();
    if (now - counted.reportedAt >= REPORT_EVERY) {
      counted.reportedAt = now;
      const { unreported: count } = counted;
      counted.unreported = 0;
      const participant = this.options.from;
      this.around.report({
        type: 'rejected',
        track: this.options.id,
        reason,
        count,
        ...(participant === undefined ? {} : { participant }),
        ...(kid === undefined ? {} : { kid }),
        ...(message === undefined ? {} : { message }),
      });
    }
    return false;
  }

  protected refuse(outcome: number, kid?: bigint): false {
    return this.drop(reasonOf(outcome), kid, lastReason());
  }

  /** Gives the number of the frame's codec, or why it has none; undefined while it is not known. */
  protected codecOf(frame: EncodedFrame): number | string | undefined {
    if (this.options.codec !== undefined) return this.#number(this.options.codec);
    // Of every frame, though it is not cheap: layers of one track can have codecs of their own, and
    // sound changes its codec without any sign of it in the frame.
    const { mimeType, payloadType } = frame.getMetadata();
    if (mimeType !== undefined) return this.#number(mimeType);
    const known = this.#negotiated?.find((codec) => codec.payloadType === payloadType)
      ?? (payloadType === undefined ? this.#negotiated?.[0] : undefined);
    if (known) return this.#number(known.mimeType);
    const now = performance.now();
    if (now - this.#codecsAskedAt >= ASK_EVERY) {
      this.#codecsAskedAt = now;
      this.around.askCodecs(this.options.id);
    }
    return undefined;
  }

  #number(name: string): number | string {
    if (name !== this.#codecName) {
      try {
        this.#codec = codecNumber(name);
      } catch (error) {
        this.#codec = error instanceof Error ? error.message : name;
      }
      this.#codecName = name;
    }
    return this.#codec;
  }

  /** Says whether it is time to ask for a key frame. */
  protected mayAsk(): boolean {
    const now = performance.now();
    if (now - this.#askedAt < ASK_EVERY) return false;
    this.#askedAt = now;
    return true;
  }

  statistics(): TrackStatistics {
    const { id, side } = this.options;
    const { kind, frames, passed, bytes, inWebCrypto } = this;
    const dropped: Partial<Record<Reason, number>> = {};
    for (const [reason, { count }] of this.#counts) dropped[reason] = count;
    return { id, side, kind, frames, passed, bytes, inWebCrypto, parked: 0, dropped };
  }
}

/** A track of this participant's. */
export class SendingTrack extends Track {
  #kid = -1n;
  #isToAsk = false;

  protected process(frame: EncodedFrame, data: ArrayBuffer): boolean | Promise<boolean> {
    const { room, keys, legacy, isEnvelope, padding, webCryptoFrom } = this.around;
    const len = data.byteLength;
    if (len === 0) return this.drop('empty');
    if (!room) return this.drop('notReady');
    if (legacy) return this.#sealLegacy(room, legacy, frame, data);
    const encryptor = keys?.encryptor(MEDIA_KINDS.indexOf(this.kind));
    if (!encryptor) return this.drop('notReady');
    const codec = isEnvelope ? this.codecOf(frame) : 0;
    if (codec === undefined) return this.drop('notReady');
    if (typeof codec === 'string') return this.drop('codec', undefined, codec);
    room.write(data);
    if (len >= webCryptoFrom && holdsAll()) {
      this.inWebCrypto += 1;
      return seal(room, encryptor, codec, padding, len, (sealed) => this.#finish(frame, sealed));
    }
    const outcome = encryptor.seal(codec, padding, len);
    return this.#finish(frame, outcome === Outcome.Done ? room.take() : outcome);
  }

  #finish(frame: EncodedFrame, sealed: ArrayBuffer | number): boolean {
    if (typeof sealed === 'number') return this.refuse(sealed);
    frame.data = sealed;
    this.passed += 1;
    return true;
  }

  #sealLegacy(room: Room, legacy: LegacyKeys, frame: EncodedFrame, data: ArrayBuffer): boolean {
    if (!legacy.encryptor) return this.drop('notReady');
    const codec = this.codecOf(frame);
    if (codec === undefined) return this.drop('notReady');
    if (typeof codec === 'string') return this.drop('codec', undefined, codec);
    const { synchronizationSource = 0, rtpTimestamp = frame.timestamp } = frame.getMetadata();
    room.write(data);
    const outcome = legacy.encryptor.seal(
      codec, data.byteLength, synchronizationSource, rtpTimestamp >>> 0,
    );
    return this.#finish(frame, outcome === Outcome.Done ? room.take() : outcome);
  }

  /** Looks whether the key has changed, or has to soon. */
  checkKey(): void {
    const { keys } = this.around;
    const encryptor = keys?.encryptor(MEDIA_KINDS.indexOf(this.kind));
    if (!encryptor) return;
    if (keys?.isToRotate(MEDIA_KINDS.indexOf(this.kind))) {
      this.around.report({ type: 'rotateSoon', track: this.options.id, kid: encryptor.kid });
    }
    // Whoever was given the new key only sees something from the next key frame on.
    this.#isToAsk ||= this.#kid !== encryptor.kid && this.#kid !== -1n;
    this.#kid = encryptor.kid;
    if (this.#isToAsk && this.kind !== 'audio' && this.mayAsk()) {
      this.#isToAsk = false;
      if (this.transformer?.generateKeyFrame) {
        this.transformer.generateKeyFrame().catch(() => this.around.askKeyFrame(this.options.id));
      } else {
        this.around.askKeyFrame(this.options.id);
      }
    }
  }
}

/** Somebody else's track. */
export class ReceivingTrack extends Track {
  /** Frames whose key is not there, as they came, with the time. */
  #parked: { readonly frame: EncodedFrame; readonly at: number }[] = [];
  #sender: string | undefined;
  /** The KID of the last frame, and whose it is. */
  #high = -1;
  #low = -1;
  #isBroken = false;
  /** While frames that waited are tried again: since when the present one has. */
  #waitingSince: number | undefined;

  override update(options: TrackOptions): void {
    if (options.from !== this.options.from) {
      this.#parked = [];
      this.#high = -1;
      // Whose frames they are is news again, also when they are of the last one before.
      this.#sender = undefined;
    }
    super.update(options);
  }

  protected process(frame: EncodedFrame, data: ArrayBuffer): boolean | Promise<boolean> {
    const { room, keys, legacy, isEnvelope, webCryptoFrom } = this.around;
    const len = data.byteLength;
    if (len === 0) return this.drop('empty');
    if (!room) return this.drop('notReady');
    if (legacy) return this.#openLegacy(room, legacy, frame, data);
    if (!keys) return this.drop('notReady');
    room.write(data);
    if (len >= webCryptoFrom && holdsAll()) {
      this.inWebCrypto += 1;
      return open(room, keys.decryptor, isEnvelope, data, (opened) =>
        this.#finish(room, keys, frame, opened));
    }
    const outcome = keys.decryptor.open(isEnvelope, len);
    return this.#finish(room, keys, frame, outcome);
  }

  #finish(room: Room, keys: Keys, frame: EncodedFrame, opened: ArrayBuffer | number): boolean {
    if (typeof opened === 'number' && opened !== Outcome.Done) {
      return this.#refused(room, frame, opened);
    }
    const [high, low] = [room.kidHigh, room.kidLow];
    const { from } = this.options;
    if (high !== this.#high || low !== this.#low) {
      const kid = room.kid;
      const owner = keys.ownerOf(kid);
      if (from !== undefined && owner !== from) return this.drop('wrongSender', kid);
      if (owner !== this.#sender) {
        this.#sender = owner;
        const participant = owner === undefined ? {} : { participant: owner };
        this.around.report({ type: 'sender', track: this.options.id, kid, ...participant });
      }
      this.#high = high;
      this.#low = low;
      this.around.pollDecryptor(this.options.id, owner ?? from);
    }
    frame.data = typeof opened === 'number' ? room.take() : opened;
    this.passed += 1;
    if (this.#isBroken) this.#repair();
    return true;
  }

  #refused(room: Room, frame: EncodedFrame, outcome: number): boolean {
    const kid = room.kid;
    this.#isBroken ||= outcome !== Outcome.Replay;
    if (outcome === Outcome.KeyMissing) {
      this.around.pollDecryptor(this.options.id, this.options.from);
      const at = this.#waitingSince ?? performance.now();
      if (this.#parked.length < MAX_PARKED) {
        this.#parked.push({ frame, at });
        return false;
      }
    }
    this.refuse(outcome, kid === 0xffff_ffff_ffff_ffffn ? undefined : kid);
    if (outcome === Outcome.Authentication) this.around.pollDecryptor(this.options.id, this.options.from);
    return false;
  }

  /** Tries the frames again that waited for a key, before those that come. */
  keysChanged(): void {
    this.#high = -1; // a KID may be somebody else's now
    if (this.#parked.length === 0) return;
    const waiting = this.#parked;
    this.#parked = [];
    const since = performance.now() - PARKED_FOR;
    for (const { frame, at } of waiting) {
      if (at < since) {
        this.drop('keyID');
        continue;
      }
      this.#waitingSince = at;
      this.pass(frame, frame.data);
    }
    this.#waitingSince = undefined;
  }

  /** Lets frames go that have waited too long. */
  advance(now: number): void {
    while (this.#parked[0] && this.#parked[0].at < now - PARKED_FOR) {
      this.#parked.shift();
      this.drop('keyID');
    }
  }

  #openLegacy(room: Room, legacy: LegacyKeys, frame: EncodedFrame, data: ArrayBuffer): boolean {
    const decryptor = legacy.decryptor(this.options.from);
    if (!decryptor) return this.drop('notReady');
    const codec = legacy.format === 'livekit' ? this.codecOf(frame) : 0;
    if (codec === undefined) return this.drop('notReady');
    if (typeof codec === 'string') return this.drop('codec', undefined, codec);
    const kind = this.kind === 'audio' ? 0 : frame.type === 'key' ? 1 : 2;
    room.write(data);
    const outcome = decryptor.open(codec, kind, data.byteLength);
    if (outcome !== Outcome.Done) {
      this.#isBroken ||= outcome !== Outcome.Replay;
      return this.refuse(outcome);
    }
    frame.data = room.take();
    this.passed += 1;
    if (this.#isBroken) this.#repair();
    return true;
  }

  /** After lost frames a decoder needs a key frame, and may not know it. */
  #repair(): void {
    if (this.kind === 'audio') {
      this.#isBroken = false;
    } else if (this.mayAsk()) {
      this.#isBroken = false;
      this.transformer?.sendKeyFrameRequest?.().catch(() => {});
    }
  }

  override statistics(): TrackStatistics {
    const parked = this.#parked.length;
    const sender = this.#sender;
    return { ...super.statistics(), parked, ...(sender === undefined ? {} : { sender }) };
  }
}
