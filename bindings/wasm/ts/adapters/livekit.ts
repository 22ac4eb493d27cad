// FrameSeal for apps on `livekit-client` 2.23 and newer, of which only types are imported.

import type {
  BaseE2EEManager, BaseKeyProvider, Participant, RemoteParticipant, RemoteTrack, Room, Track,
} from 'livekit-client';
import type { Call } from '../call.js';
import { FrameSealError } from '../engine/error.js';
import type { FrameSealEvent } from '../events.js';
import { FrameSeal } from '../frameseal.js';
import type { FrameSealOptions, JoinCall } from '../options.js';
import { CallKeys } from './livekit/call-keys.js';
import { DeployedKeys } from './livekit/deployed-keys.js';
import { on } from './livekit/room-keys.js';
import type { RoomKeys, SealedData } from './livekit/room-keys.js';
import { SharedKeys } from './livekit/shared-keys.js';

export interface LiveKitOptions extends Omit<FrameSealOptions, 'format'> {
  /**
   * `transparent`, FrameSeal's own, by default. `livekit` is what unmodified clients of LiveKit
   * understand: all of a room have the same format.
   */
  readonly format?: 'transparent' | 'livekit';
  /** LiveKit's key provider, or the app's own: keys that the app hands out. */
  readonly keyProvider?: BaseKeyProvider;
  /**
   * Instead of one: built-in call keys, which members agree on through LiveKit's data channel.
   * A member's name is its LiveKit identity.
   */
  readonly call?: Omit<JoinCall, 'name' | 'send'>;
}

type Listeners = Parameters<BaseE2EEManager['on']>;

/** No participant has this identity: frames are refused until it is known whose they are. */
const NOBODY = '\0';

/**
 * The `e2eeManager` of a room of LiveKit's: seals all tracks and data of this participant.
 *
 * ```js
 * const e2ee = new LiveKitEncryption({ call: { callId } });
 * const room = new Room({ encryption: { e2eeManager: e2ee } });
 * ```
 * Nothing goes in clear: `setE2EEEnabled(false)` is refused, and what others publish in clear is
 * not shown.
 */
export class LiveKitEncryption implements BaseE2EEManager {
  /** For events and statistics. Participants are named by their LiveKit identity, in calls by their member's id. */
  readonly seal: FrameSeal;
  /** Set by the room: whether data packets are sealed too (`encryption`), or not (the older option `e2ee`). */
  isDataChannelEncryptionEnabled = false;
  readonly #keys: RoomKeys;
  readonly #isDeployed: boolean;
  readonly #listeners = new Map<string, Set<(...about: never[]) => void>>();
  /** Whose receivers are, by LiveKit's identity. */
  readonly #receivers = new Map<RTCRtpReceiver, string>();
  #room: Room | undefined;

  /** @throws {FrameSealError} `BadValue` unless there is one source of keys that fits the format. */
  constructor({ format = 'transparent', keyProvider, call, ...options }: LiveKitOptions) {
    if ((keyProvider === undefined) === (call === undefined)) {
      throw new FrameSealError('BadValue', 'keys come from a `keyProvider` or from a `call`; name one of them');
    }
    this.#isDeployed = format === 'livekit';
    if (call && this.#isDeployed) {
      throw new FrameSealError('BadValue', "built-in call keys have FrameSeal's own format; leave `format` out");
    }
    this.seal = new FrameSeal({ ...options, format });
    const failed = (error: unknown) => this.#emit('encryptionError', error as Error);
    if (call) this.#keys = new CallKeys(this.seal, call, failed, () => this.#ownersChanged());
    else if (this.#isDeployed) this.#keys = new DeployedKeys(this.seal, keyProvider as BaseKeyProvider, failed);
    else this.#keys = new SharedKeys(this.seal, keyProvider as BaseKeyProvider, failed);
    this.seal.addEventListener('rejected', ({ reason = 'usage', message, participant, about }: FrameSealEvent) => {
      if (participant === NOBODY) return;
      const error = new FrameSealError(reason, message ?? `frames were dropped: ${reason}`);
      this.#emit('encryptionError', error, this.#receivers.get(about as RTCRtpReceiver));
    });
  }

  /** The call with built-in keys, once the room is connected and it is joined. */
  get call(): Call | undefined {
    return this.seal.call;
  }

  get isEnabled(): boolean {
    return true;
  }

  setup(room: Room): void {
    if (this.#room === room) return;
    if (this.#room) throw new FrameSealError('BadValue', 'each room needs a LiveKitEncryption of its own');
    this.#room = room;
    // Otherwise tracks would be announced as unencrypted.
    void room.setE2EEEnabled(true);
    on(room.localParticipant, 'localSenderCreated', (sender: RTCRtpSender, track: Track) => this.#attachSender(sender, track));
    on(room, 'signalConnected', () => this.#emit('participantEncryptionStatusChanged', true, room.localParticipant));
    on(room, 'trackSubscribed', (track: RemoteTrack, _: unknown, participant: RemoteParticipant) => {
      if (!track.receiver) return;
      this.#attachReceiver(track.receiver, participant.identity);
      this.#emit('participantEncryptionStatusChanged', true, participant);
    });
    on(room, 'trackUnsubscribed', ({ receiver }: RemoteTrack) => {
      // Its line may have somebody else next.
      if (receiver) this.#attachReceiver(receiver, NOBODY);
    });
    this.#keys.start(room);
  }

  setupEngine(engine: Parameters<BaseE2EEManager['setupEngine']>[0]): void {
    // In the task in which the receiver appears. Whose it is the room says later, or has just said.
    on(engine, 'mediaTrackAdded', (_: unknown, __: unknown, receiver: RTCRtpReceiver) => {
      if (!this.#receivers.has(receiver)) this.#attachReceiver(receiver, NOBODY);
    });
  }

  setParticipantCryptorEnabled(enabled: boolean, identity: string): void {
    // For others it is the server that says so.
    if (enabled || identity !== this.#room?.localParticipant.identity) return;
    throw new FrameSealError('BadValue', 'FrameSeal sends nothing in clear; make a room without it for that');
  }

  setSifTrailer(trailer: Uint8Array<ArrayBuffer>): void {
    // What the server makes itself is not shown in FrameSeal's own format.
    if (this.#isDeployed && trailer.length > 0) this.seal.setSifTrailer(trailer).catch((error: unknown) => this.#emit('encryptionError', error as Error));
  }

  async encryptData(data: Uint8Array<ArrayBuffer>): Promise<SealedData & { uuid: string }> {
    return { uuid: '', ...(await this.#keys.seal(data)) };
  }

  async handleEncryptedData(
    payload: Uint8Array<ArrayBuffer>,
    iv: Uint8Array<ArrayBuffer>,
    identity: string,
    keyIndex: number,
  ): Promise<{ uuid: string; payload: Uint8Array<ArrayBuffer> }> {
    return { uuid: '', payload: await this.#keys.open({ payload, iv, keyIndex }, identity) };
  }

  on(event: Listeners[0], listener: Listeners[1]): this {
    let listeners = this.#listeners.get(event);
    if (!listeners) this.#listeners.set(event, (listeners = new Set()));
    listeners.add(listener);
    return this;
  }

  /** Wipes all keys. In a call, leave it before. */
  dispose(): void {
    void this.seal.dispose();
  }

  #attachSender(sender: RTCRtpSender, track: Track): void {
    try {
      this.seal.attachSender(sender, track.source === 'screen_share' ? { kind: 'screen' } : {});
    } catch (error) {
      // The sender stays in its connection, and LiveKit goes on with it.
      void sender.replaceTrack(null);
      throw error;
    }
  }

  #attachReceiver(receiver: RTCRtpReceiver, identity: string): void {
    this.#receivers.set(receiver, identity);
    this.seal.attachReceiver(receiver, { from: this.#keys.ownerOf(identity) ?? NOBODY });
  }

  #ownersChanged(): void {
    for (const [receiver, identity] of this.#receivers) {
      if (receiver.track.readyState === 'ended') this.#receivers.delete(receiver);
      else this.#attachReceiver(receiver, identity);
    }
  }

  #emit(event: 'encryptionError', error: Error, identity?: string): void;
  #emit(event: 'participantEncryptionStatusChanged', enabled: boolean, participant: Participant): void;
  #emit(event: string, ...about: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (...about: unknown[]) => void)(...about);
  }
}
