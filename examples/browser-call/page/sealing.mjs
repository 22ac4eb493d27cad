// All that this app adds for FrameSeal: one for the call, keys that its members agree on over the
// operator's post office, and whose frames each receiver gets.

import { FrameSeal } from '/frameseal/index.js';

/** Bytes of the secret that the link to a call carries. */
export const SECRET_LEN = 32;

/** Key messages that wait for the post office; the oldest go first, and the call asks anew. */
const MAX_WAITING = 256;
/** Milliseconds until a lost post office is tried again. */
const RECONNECT_MS = 1000;
/** Windows of this browser that can be in calls at a time and still be recognised later. */
const MAX_WINDOWS = 8;
/** A member's id, as FrameSeal gives it. */
const MEMBER = /^[0-9a-f]{32}$/;
/** Whose frames a receiver opens when nobody says whose they are: no member has this id. */
const NOBODY = 'nobody';

/**
 * Seals what one participant sends and opens what it receives. Events:
 * * `frames` (`member`, `feed`, `track`): these are that member's frames, FrameSeal says so.
 * * `foreign` (`member`): what the operator gave out as that member's is somebody else's, and was
 *   dropped.
 * * `bypassed` (`reason`): the browser went past FrameSeal; the track was stopped.
 */
export class Sealing extends EventTarget {
  /** FrameSeal's call: its members, its code, and what is to be compared. */
  call;
  #seal = new FrameSeal();
  #feeds = new Map();
  #post;
  #identity;

  /**
   * Joins the call of a room.
   *
   * @param {{ room: string, name: string, secret: Uint8Array }} options `secret` is wiped
   */
  static async join({ room, name, secret }) {
    const sealing = new Sealing();
    try {
      await sealing.#join(room, name, secret);
    } catch (error) {
      await sealing.leave();
      throw error;
    }
    return sealing;
  }

  constructor() {
    super();
    this.#seal.addEventListener('sender', ({ about, participant }) => {
      const feed = this.#feeds.get(about);
      // Of frames that came before the line was given to another feed.
      if (memberOf(feed) !== participant) return;
      this.#tell('frames', { member: participant, feed, track: about.track });
    });
    this.#seal.addEventListener('rejected', ({ about, reason, message }) => {
      if (reason === 'wrongSender') this.#tell('foreign', { member: memberOf(this.#feeds.get(about)) });
      if (reason === 'bypassed') this.#tell('bypassed', { reason: message });
    });
  }

  /** Seals what a sender sends. To be called in the task in which the sender appears. */
  sender(sender) {
    this.#seal.attachSender(sender);
  }

  /**
   * Opens what a receiver receives, as far as the member sealed it whose feed it is said to be.
   * To be called in the task in which the receiver appears, and when it is given to another feed.
   */
  receiver(receiver, feed) {
    this.#feeds.set(receiver, feed);
    this.#seal.attachReceiver(receiver, { from: memberOf(feed) ?? NOBODY });
  }

  /** What became of all frames, for tests. */
  statistics() {
    return this.#seal.statistics();
  }

  /** Says goodbye and wipes the keys. */
  async leave() {
    await this.call?.leave().catch(() => {}); // it may be over already
    this.#post?.close();
    await this.#seal.dispose();
    this.#identity?.release();
  }

  async #join(room, name, secret) {
    this.#identity = await identityOfThisWindow();
    this.#post = new Post(room, (message) => {
      // What it refuses is somebody else's fault, and says whose.
      this.call.handle(message).catch(({ message }) => console.debug(`key message refused: ${message}`));
    });
    this.call = await this.#seal.join({
      callId: room,
      name,
      secret,
      identity: this.#identity.name,
      send: (message, to) => this.#post.send(message, to),
    });
    this.#post.open(this.call.id);
  }

  #tell(name, details) {
    this.dispatchEvent(Object.assign(new Event(name), details));
  }
}

/** The way to the operator's post office. Messages can get lost: calls are made for that. */
class Post {
  #room;
  #receive;
  #socket;
  #waiting = [];
  #isOver = false;

  constructor(room, receive) {
    this.#room = room;
    this.#receive = receive;
  }

  open(address) {
    const query = new URLSearchParams({ room: this.#room, address });
    const socket = new WebSocket(`ws://${location.host}/key-messages?${query}`);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.#waiting.splice(0).forEach((it) => socket.send(it)));
    socket.addEventListener('message', ({ data }) => this.#receive(new Uint8Array(data)));
    socket.addEventListener('close', () => {
      if (!this.#isOver) setTimeout(() => !this.#isOver && this.open(address), RECONNECT_MS);
    });
  }

  /** Sends to one member, or to all others: a byte of length, the address, the message. */
  send(message, to = '') {
    const bytes = new Uint8Array(1 + to.length + message.length);
    bytes[0] = to.length;
    bytes.set(new TextEncoder().encode(to), 1);
    bytes.set(message, 1 + to.length);
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(bytes);
    } else {
      this.#waiting.push(bytes);
      if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    }
  }

  close() {
    this.#isOver = true;
    this.#socket?.close();
  }
}

/** Whose feed it is, as the operator passes it on. What is not that member's will not be opened. */
function memberOf(feed) {
  const member = feed?.description.member;
  return MEMBER.test(member) ? member : undefined;
}

/**
 * Takes an identity for this window. A device is in a call once, so two windows of one browser are
 * two devices: each has an identity that no other open window has, and the browser keeps it.
 */
async function identityOfThisWindow() {
  for (let window = 1; window <= MAX_WINDOWS; window++) {
    const name = `window ${window}`;
    const release = await lock(name);
    if (release) return { name, release };
  }
  return { name: 'ephemeral', release() {} };
}

/** Takes a lock, and gives what releases it; null if another window has it. */
function lock(name) {
  return new Promise((resolve, reject) => {
    const held = (lock) => {
      if (!lock) return resolve(null);
      return new Promise((release) => resolve(release));
    };
    navigator.locks.request(name, { ifAvailable: true }, held).catch(reject);
  });
}
