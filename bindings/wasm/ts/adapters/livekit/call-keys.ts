// Built-in call keys, which members agree on through LiveKit's data channel.

import type { RemoteParticipant, Room } from 'livekit-client';
import { FrameSealError } from '../../engine/error.js';
import type { FrameSeal } from '../../frameseal.js';
import type { JoinCall } from '../../options.js';
import { on } from './room-keys.js';
import type { RoomKeys, SealedData } from './room-keys.js';

/** The topic of key messages. */
const TOPIC = 'frameseal';
/** Marks a key message among sealed data. It protects itself, and comes before there are keys. */
const KEY_MESSAGE = 255;
/** 4096 bytes at most that LiveKit's packet has around a message, identities included. */
const MAX_PACKET_OVERHEAD = 4096;
/** Sealed data have their counter inside; LiveKit wants 12 bytes. */
const NO_IV = new Uint8Array(12);

export class CallKeys implements RoomKeys {
  readonly #seal: FrameSeal;
  readonly #options: Omit<JoinCall, 'name' | 'send'>;
  readonly #failed: (error: unknown) => void;
  readonly #changed: () => void;
  /** Key messages that LiveKit has yet to ask to be sealed. */
  readonly #outgoing = new Set<Uint8Array>();
  #room: Room | undefined;
  #isJoined = false;

  constructor(seal: FrameSeal, options: Omit<JoinCall, 'name' | 'send'>, failed: (error: unknown) => void, changed: () => void) {
    this.#seal = seal;
    this.#options = options;
    this.#failed = failed;
    this.#changed = changed;
  }

  start(room: Room): void {
    this.#room = room;
    on(room, 'connected', () => {
      if (this.#isJoined) return; // connected anew; the call went on
      this.#isJoined = true;
      this.#join(room.localParticipant.identity).catch((error: unknown) => {
        this.#isJoined = false;
        this.#failed(error);
      });
    });
    on(room, 'dataReceived', (message: Uint8Array, _: RemoteParticipant | undefined, __: unknown, topic?: string) => {
      if (topic === TOPIC) this.#handle(message);
    });
  }

  /** The member of this name, as long as it is one device. */
  ownerOf(identity: string): string | undefined {
    const members = this.#seal.call?.members.filter(({ name, isPresent }) => name === identity && isPresent) ?? [];
    const [first] = members;
    return members.every(({ identityKey }) => identityKey === first?.identityKey) ? members.at(-1)?.id : undefined;
  }

  async seal(data: Uint8Array<ArrayBuffer>): Promise<SealedData> {
    const message = [...this.#outgoing].find((message) => holds(data, message));
    if (message) {
      this.#outgoing.delete(message);
      return { payload: new Uint8Array(message), iv: NO_IV, keyIndex: KEY_MESSAGE };
    }
    const sealed = await this.#call.sealChat(data);
    return { payload: new Uint8Array(sealed), iv: NO_IV, keyIndex: 0 };
  }

  async open({ payload, keyIndex }: SealedData, identity: string): Promise<Uint8Array<ArrayBuffer>> {
    if (keyIndex === KEY_MESSAGE) {
      this.#handle(payload);
      return new Uint8Array(); // for LiveKit a packet without content
    }
    const opened = await this.#call.openChat(payload);
    if (!opened) throw new FrameSealError('keyMissing', `the key of ${identity}'s data has yet to come`);
    if (opened.from !== this.ownerOf(identity)) {
      throw new FrameSealError('wrongSender', `data that came as ${identity}'s are of somebody else`);
    }
    return new Uint8Array(opened.message);
  }

  async #join(name: string): Promise<void> {
    const call = await this.#seal.join({ ...this.#options, name, send: (message, to) => this.#send(message, to) });
    call.addEventListener('change', () => this.#changed());
    this.#changed();
  }

  #send(message: Uint8Array, to: string | undefined): void {
    const room = this.#room;
    if (!room) return;
    const name = this.#seal.call?.members.find(({ id }) => id === to)?.name;
    // To all where nobody knows yet who it is: others drop it.
    const destinationIdentities = name === undefined ? [] : [name];
    this.#outgoing.add(message);
    room.localParticipant
      .publishData(new Uint8Array(message), { reliable: true, topic: TOPIC, destinationIdentities })
      // The call sends it again.
      .catch(() => {})
      .finally(() => this.#outgoing.delete(message));
  }

  #handle(message: Uint8Array): void {
    // Refused messages are somebody else's fault, and nothing needs to be done.
    this.#seal.call?.handle(new Uint8Array(message)).catch(() => {});
  }

  get #call() {
    const { call } = this.#seal;
    if (!call) throw new FrameSealError('notReady', 'the call has not been joined yet');
    return call;
  }
}

/** Whether a packet of LiveKit's carries this message. Only the message goes on, so nothing of the app's could. */
function holds(packet: Uint8Array, message: Uint8Array): boolean {
  const last = packet.length - message.length;
  if (last > MAX_PACKET_OVERHEAD) return false;
  for (let start = 0; start <= last; start++) {
    if (message.every((byte, index) => packet[start + index] === byte)) return true;
  }
  return false;
}
