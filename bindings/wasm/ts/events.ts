// What a FrameSeal and a call report.

import type { CallChange, TrackEvent } from './protocol.js';
import type { Reason } from './engine/outcome.js';

/** Something about frames. Each comes at the edge, not with every frame. */
export class FrameSealEvent extends Event {
  /** Whom it is about: a member's id, or what the app called the participant. */
  readonly participant: string | undefined;
  /** The sender or receiver it is about. */
  readonly about: RTCRtpSender | RTCRtpReceiver | undefined;
  /** The track of that sender or receiver. */
  readonly track: MediaStreamTrack | undefined;
  /** The KID of the frames (RFC 9605). */
  readonly kid: bigint | undefined;
  /** Why frames did not go on. */
  readonly reason: Reason | undefined;
  /** What is wrong, who is at fault and what to do, in English. */
  readonly message: string | undefined;
  /** How many frames, since the last event of this kind and reason. */
  readonly count: number;

  constructor(event: TrackEvent, about: RTCRtpSender | RTCRtpReceiver | undefined) {
    super(event.type);
    this.participant = event.participant;
    this.about = about;
    this.track = about?.track ?? undefined;
    this.kid = event.kid;
    this.reason = event.reason;
    this.message = event.message;
    this.count = event.count ?? 1;
  }
}

/** The events of a FrameSeal. */
export interface FrameSealEvents {
  /** Frames arrive for a KID without a key. They wait up to 2 s. */
  missingKey: FrameSealEvent;
  /** The first frame of a KID that was missing has been opened. */
  recovered: FrameSealEvent;
  /** Frames of a track were dropped: at once for the first, then at most once a second. */
  rejected: FrameSealEvent;
  /** A key comes near its usage limit or has seen many forgeries: change to a fresh one. */
  rotateSoon: FrameSealEvent;
  /** Whose frames a track has: comes with the first, and when that changes. */
  sender: FrameSealEvent;
}

/** Something about members, keys or the call itself. */
export class CallEvent extends Event {
  /** Who, by id. */
  readonly member: string | undefined;
  /** How somebody left or the call ended. */
  readonly how: 'left' | 'removed' | 'superseded' | 'forgotten' | undefined;
  readonly maySendClear: boolean | undefined;
  readonly reason: string | undefined;

  constructor(change: CallChange) {
    super(change.kind);
    this.member = change.member;
    this.how = change.how as CallEvent['how'];
    this.maySendClear = change.maySendClear;
    this.reason = change.reason;
  }
}

/** A chat message whose key came after it. */
export class ChatEvent extends Event {
  readonly from: string;
  readonly message: Uint8Array;

  constructor(from: string, message: Uint8Array) {
    super('chat');
    this.from = from;
    this.message = message;
  }
}

/** The events of a call. */
export interface CallEvents {
  /** Members or their code have changed: show them anew. */
  change: Event;
  /** This member was let in: it may send. */
  letIn: CallEvent;
  /** Somebody waits to be let in: `admit`. */
  knocking: CallEvent;
  /** A member is there and has proven who it is. */
  joined: CallEvent;
  /** Nothing was heard of a member for a while. */
  absent: CallEvent;
  /** It was heard again. */
  returned: CallEvent;
  /** A member is gone for good. */
  left: CallEvent;
  /** This member sends with other keys from now on. Nothing needs to be done. */
  sendKeysChanged: CallEvent;
  /** A member wants to compare a short string: ask the user, then `acceptComparison`. */
  comparisonAsked: CallEvent;
  /** The string to compare is there: `comparison`. */
  comparing: CallEvent;
  /** No string came of it: show it like strings that differ. */
  comparisonFailed: CallEvent;
  /** Whether media may go in clear has changed. */
  encryption: CallEvent;
  /** Somebody is there under another policy; it is not let in. */
  otherPolicy: CallEvent;
  /** Somebody does not have this call's passphrase or secret. */
  wrongPassphrase: CallEvent;
  /** Somebody found no place. */
  full: CallEvent;
  /** A key that a member gave was refused; its frames cannot be opened. */
  keyRefused: CallEvent;
  /** Somebody is heard whom this session has forgotten. To meet it, join anew. */
  stranded: CallEvent;
  /** A chat message whose key came after it. */
  chat: ChatEvent;
  /** The call is over. */
  ended: CallEvent;
}

/** `addEventListener` with the types of its events. */
export interface TypedTarget<Events> {
  addEventListener<Type extends keyof Events & string>(
    type: Type,
    listener: (event: Events[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof Events & string>(
    type: Type,
    listener: (event: Events[Type]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
}
