// What page and worker say to each other.

import type { Reason } from './engine/outcome.js';

/** The formats that frames can have. */
export type Format = 'transparent' | 'sframe' | LegacyFormat;

/** Formats that are deployed today. Legacy: use them only to talk to rooms that others run. */
export type LegacyFormat = 'livekit' | 'jframe' | 'getstream' | 'dave';

/** What a track's key is for. Each kind has a key of its own in calls. */
export type MediaKind = 'audio' | 'video' | 'screen' | 'data';

export const MEDIA_KINDS: readonly MediaKind[] = ['audio', 'video', 'screen', 'data'];

export interface Setup {
  readonly format: Format;
  readonly padding: number;
  readonly storage: 'persistent' | 'memory';
  /** The compiled module, or where it is. */
  readonly wasm?: string;
  /** Bytes from which frames go through WebCrypto; measured where it is not given. */
  readonly webCryptoFrom?: number;
}

/** A sender or receiver, as the page describes it. */
export interface TrackOptions {
  readonly id: number;
  readonly side: 'send' | 'receive';
  /** What it is for; by default what its first frame is. */
  readonly kind?: MediaKind;
  /** The codec, where the app is sure of it; else it is read off every frame. */
  readonly codec?: string;
  /** Whose frames these must be. */
  readonly from?: string;
}

/** The codecs that were negotiated, by payload type. */
export interface NegotiatedCodec {
  readonly payloadType: number;
  readonly mimeType: string;
}

export interface KeyOptions {
  readonly suite: number;
  readonly kid: bigint;
  readonly key: Uint8Array<ArrayBuffer>;
}

export interface SenderKeyOptions {
  readonly suite: number;
  readonly ratchetBits: number;
  readonly generation: bigint;
  readonly step: bigint;
  readonly key: Uint8Array<ArrayBuffer>;
}

export interface EpochOptions {
  readonly suite: number;
  readonly epochBits: number;
  readonly epoch: bigint;
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly leaves: number;
  readonly ownLeaf: number;
  readonly atOnce: boolean;
}

/** What the bytes of a key are; what WebCrypto derived is LiveKit's. */
export type LegacyMaterial = 'bytes' | 'passphrase' | 'PBKDF2' | 'HKDF';

export interface LegacyKeyOptions {
  readonly key: Uint8Array<ArrayBuffer>;
  readonly material: LegacyMaterial;
  readonly index: number;
}

export interface JoinOptions {
  readonly callId: Uint8Array<ArrayBuffer>;
  readonly name: string;
  readonly identity: string | undefined;
  readonly suite: number;
  readonly waitingRoom: 'no' | 'member' | 'founder';
  readonly hosts: readonly Uint8Array<ArrayBuffer>[];
  readonly postQuantum: boolean;
  readonly allowClear: boolean;
  readonly maxMembers: number;
  readonly secret: Uint8Array<ArrayBuffer> | undefined;
  /** Where the secret of a passphrase comes from. */
  readonly stretched: MessagePort | undefined;
}

/** A member of a call. */
export interface Member {
  /** Names the member's presence in this call: 32 hexadecimal digits. */
  readonly id: string;
  /** What it calls itself. */
  readonly name: string;
  /** The public key of its device: 64 hexadecimal digits. */
  readonly identityKey: string;
  /** Whether it was let in and has proven to be there. Only such members count. */
  readonly isPresent: boolean;
  /** Whether the exchange with it is safe from quantum computers. */
  readonly isPostQuantum: boolean;
  /** Whether it last said that it sees the same members. */
  readonly seesTheSame: boolean;
  readonly consentsToClear: boolean;
  /** Whether somebody at this device has verified that one. */
  readonly isVerified: boolean;
}

/** What members read to each other, or scan. */
export interface Code {
  readonly digits: string;
  readonly qrText: string;
  /** A QR code. */
  readonly svg: string;
}

/** A short string that two members compare. */
export interface Comparison {
  readonly digits: string;
  readonly emoji: readonly { readonly symbol: string; readonly name: string }[];
}

/** A call as it is now. */
export interface CallState {
  readonly id: string;
  readonly isLetIn: boolean;
  readonly identityKey: string;
  readonly members: readonly Member[];
  readonly code: Code;
}

export interface TrackStatistics {
  readonly id: number;
  readonly side: 'send' | 'receive';
  readonly kind: MediaKind;
  /** Frames that came in. */
  readonly frames: number;
  /** Frames that went on, sealed or opened. */
  readonly passed: number;
  /** Bytes that came in. */
  readonly bytes: number;
  /** Frames that went through WebCrypto. */
  readonly inWebCrypto: number;
  /** Frames that wait for their key. */
  readonly parked: number;
  /** Frames that were dropped, by reason. */
  readonly dropped: Readonly<Partial<Record<Reason, number>>>;
  /** Who sealed the frames that were opened last. */
  readonly sender?: string;
}

export interface Statistics {
  readonly tracks: readonly TrackStatistics[];
  /** What the engine has opened and refused, by key. */
  readonly engine?: {
    readonly opened: number;
    readonly syntax: number;
    readonly keyID: number;
    readonly replay: number;
    readonly authentication: number;
    readonly keys: readonly {
      readonly kid: bigint;
      readonly suite: number;
      readonly opened: number;
      readonly failed: number;
      readonly replayed: number;
    }[];
  };
  /** Bytes of memory that the engine has. */
  readonly memory: number;
  /** Bytes from which frames go through WebCrypto. */
  readonly webCryptoFrom: number;
}

/** What the page asks for. Each answer has the same number. */
export type Request =
  | { readonly do: 'setup'; readonly setup: Setup }
  | { readonly do: 'setSendKey'; readonly key: KeyOptions }
  | { readonly do: 'addReceiveKey'; readonly from?: string | undefined; readonly key: KeyOptions }
  | { readonly do: 'removeReceiveKey'; readonly kid: bigint; readonly atOnce: boolean }
  | { readonly do: 'setSenderKey'; readonly key: SenderKeyOptions }
  | { readonly do: 'ratchet' }
  | { readonly do: 'addSenderKey'; readonly from?: string | undefined; readonly key: SenderKeyOptions }
  | { readonly do: 'addEpoch'; readonly epoch: EpochOptions }
  | { readonly do: 'setLegacySendKey'; readonly key: LegacyKeyOptions }
  | { readonly do: 'ratchetLegacy' }
  | { readonly do: 'setLegacyReceiveKey'; readonly from: string; readonly key: LegacyKeyOptions }
  | { readonly do: 'removeLegacyReceiveKey'; readonly from: string; readonly index?: number | undefined }
  | { readonly do: 'setSifTrailer'; readonly trailer: Uint8Array }
  | { readonly do: 'join'; readonly join: JoinOptions }
  | { readonly do: 'handle'; readonly message: Uint8Array }
  | { readonly do: 'call'; readonly what: CallAction; readonly member?: string | undefined }
  | { readonly do: 'verify'; readonly member: string; readonly verified: boolean }
  | { readonly do: 'consentToClear'; readonly consents: boolean }
  | { readonly do: 'comparison'; readonly member: string }
  | { readonly do: 'safetyNumber'; readonly member: string }
  | { readonly do: 'matchesQr'; readonly scanned: string }
  | { readonly do: 'sealChat'; readonly message: Uint8Array }
  | { readonly do: 'openChat'; readonly sealed: Uint8Array }
  | { readonly do: 'statistics' }
  | { readonly do: 'stretch'; readonly passphrase: string; readonly callId: Uint8Array; readonly to: MessagePort; readonly wasm?: string }
  | { readonly do: 'dispose' };

export type CallAction =
  | 'rotate' | 'leave' | 'admit' | 'remove' | 'startComparison' | 'acceptComparison';

export type ToWorker =
  | { readonly request: number; readonly body: Request }
  /** Streams of browsers without script transforms. */
  | {
    readonly streams: TrackOptions;
    readonly readable: ReadableStream;
    readonly writable: WritableStream;
  }
  | { readonly update: TrackOptions }
  | { readonly codecs: readonly NegotiatedCodec[]; readonly track: number };

export interface TrackEvent {
  readonly type: 'missingKey' | 'recovered' | 'rejected' | 'rotateSoon' | 'sender';
  readonly track?: number;
  readonly participant?: string;
  readonly kid?: bigint;
  readonly reason?: Reason;
  readonly message?: string;
  readonly count?: number;
}

export interface CallChange {
  readonly kind: string;
  readonly member?: string;
  readonly how?: string;
  readonly reason?: string;
  readonly maySendClear?: boolean;
}

export type FromWorker =
  | { readonly answer: number; readonly value?: unknown; readonly error?: { code: string; message: string } }
  | { readonly event: TrackEvent }
  | { readonly outgoing: Uint8Array; readonly to?: string }
  | { readonly call: CallState; readonly changes: readonly CallChange[] }
  | { readonly chat: { readonly from: string; readonly message: Uint8Array } }
  /** The streams of this track have ended. */
  | { readonly ended: number }
  /** The worker has seen a frame of this track. */
  | { readonly sees: number }
  /** Which codec has the payload type of this track's frames? */
  | { readonly askCodecs: number }
  /** The encoder of this track should make a key frame. */
  | { readonly keyFrame: number };
