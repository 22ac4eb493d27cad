// A call as the page shows it: the people, their pictures, and how well each is protected.

import { openCamera, openTestCamera } from './camera.mjs';
import { JanusSession } from './janus.mjs';
import { ClearPeople, SealedPeople } from './people.mjs';
import { VideoRoom } from './room.mjs';
import { Sealing } from './sealing.mjs';

/**
 * Events: `change` (somebody or something about them changed), `said` (`text`: what a screen
 * reader should say), `comparing` (`person`: there is something to compare), `failed` (`reason`).
 *
 * A person is `{ id, feed, name, isSelf, usesTestPicture, stream, lock, comparison }`. `feed` is the
 * operator's id of what it records of them. `lock` is `clear`, `waiting`, `foreign`, `differs`,
 * `sealed` or `verified`, and `own` for oneself in an encrypted call.
 */
export class Call extends EventTarget {
  /** Whether this is the call for comparison, without encryption. */
  isClear;
  /** Janus's name of the room. */
  room;
  #videoRoom;
  #sealing;
  #self;
  #others;
  #isOver = false;

  /**
   * Opens camera or test picture and joins.
   *
   * @param {{ name: string, room: string, source: 'camera' | 'test', secret: Uint8Array,
   *   isClear: boolean }} options
   */
  static async join({ name, room, source, secret, isClear }) {
    const call = new Call();
    call.isClear = isClear;
    call.room = isClear ? `${room}--clear` : room;
    const stream = source === 'test' ? openTestCamera(name) : await openCamera();
    const lock = isClear ? 'clear' : 'own';
    call.#self = { id: 'self', feed: '', name, isSelf: true, usesTestPicture: source === 'test', stream, lock };
    try {
      if (!isClear) call.#sealing = await Sealing.join({ room, name, secret: secret.slice() });
      await call.#connect();
    } catch (error) {
      await call.leave();
      throw error;
    }
    return call;
  }

  /** Everybody, oneself first. */
  get people() {
    return [this.#self, ...this.#others.people];
  }

  /** What all compare: `{ digits, svg }`; undefined without encryption and while nobody else is here. */
  get code() {
    return this.#others.code;
  }

  /** Why the call's code is another than before, in words; empty if it is not. */
  get codeNote() {
    return this.#others.codeNote;
  }

  /** Who was kept out, in words; empty if nobody was. */
  get refusal() {
    return this.#others.refusal;
  }

  /** Remembers on this device that these people were verified, or that they were not. */
  async verify(people, isVerified = true) {
    await this.#others.verify(people, isVerified);
  }

  /** Asks somebody to compare pictures, or agrees to. */
  async compare(person) {
    await this.#others.compare(person);
  }

  /** Stops or starts one's own sound or picture. */
  send(kind, isOn) {
    for (const track of this.#self.stream.getTracks()) if (track.kind === kind) track.enabled = isOn;
  }

  /** Leaves and switches camera and microphone off. */
  async leave() {
    this.#isOver = true;
    stopTracks(this.#self.stream);
    await this.#sealing?.leave();
    await this.#videoRoom?.leave();
  }

  async #connect() {
    await openRoom(this.room);
    const session = await JanusSession.open(new WebSocket(`ws://${location.host}/janus`, 'janus-protocol'));
    const { name, usesTestPicture, stream } = this.#self;
    const nothing = { sender() {}, receiver() {} };
    this.#videoRoom = new VideoRoom(session, this.room, this.isClear ? nothing : this.#sealing);
    this.#others = this.isClear ? new ClearPeople(this.#videoRoom) : new SealedPeople(this.#videoRoom, this.#sealing);
    this.#others.addEventListener('change', () => this.#tell('change'));
    this.#others.addEventListener('said', ({ text }) => this.#tell('said', { text }));
    this.#others.addEventListener('comparing', ({ person }) => this.#tell('comparing', { person }));
    this.#others.addEventListener('failed', ({ reason }) => this.#fail(reason));
    this.#videoRoom.addEventListener('failed', ({ reason }) => this.#fail(reason));
    // Without encryption the operator says who everybody is; with it, each one's own signature.
    const description = this.isClear ? { name, usesTestPicture } : { member: this.#sealing.call.id, usesTestPicture };
    await this.#videoRoom.join(description, stream);
    this.#self.feed = this.#videoRoom.id;
  }

  #fail(reason) {
    if (this.#isOver) return;
    this.leave();
    this.#tell('failed', { reason });
  }

  #tell(name, details) {
    this.dispatchEvent(Object.assign(new Event(name), details));
  }
}

async function openRoom(room) {
  const answer = await fetch(`/rooms?room=${encodeURIComponent(room)}`, { method: 'POST' });
  if (!answer.ok) throw new Error(`The room cannot be opened: ${(await answer.text()).trim()}`);
}

function stopTracks(stream) {
  for (const track of stream.getTracks()) track.stop();
}
