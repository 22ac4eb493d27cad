// A call as the page shows it: the people, their pictures, and how well each is protected.

import { openCamera, openTestCamera } from './camera.mjs';
import { JanusSession } from './janus.mjs';
import { VideoRoom } from './room.mjs';

/** What Janus accepts as a description of a participant; longer ones come from nobody here. */
const MAX_DISPLAY = 500;

/**
 * Events: `change` (somebody or something about them changed), `said` (`text`: what a screen
 * reader should say), `failed` (`reason`).
 *
 * A person is `{ id, name, isSelf, usesTestPicture, stream, lock }`; `lock` is `clear`, `waiting`,
 * `sealed` or `verified`.
 */
export class Call extends EventTarget {
  /** Whether this is the call for comparison, without encryption. */
  isClear;
  /** Janus's name of the room. */
  room;
  #videoRoom;
  #self;
  #others = new Map();

  /**
   * Opens camera or test picture and joins.
   *
   * @param {{ name: string, room: string, source: 'camera' | 'test' }} options
   */
  static async join({ name, room, source }) {
    const call = new Call();
    call.isClear = true;
    call.room = `${room}--clear`;
    const stream = source === 'test' ? openTestCamera(name) : await openCamera();
    call.#self = { id: '', name, isSelf: true, usesTestPicture: source === 'test', stream, lock: 'clear' };
    try {
      await call.#connect();
    } catch (error) {
      stopTracks(stream);
      throw error;
    }
    return call;
  }

  /** Everybody, oneself first. */
  get people() {
    return [this.#self, ...this.#others.values()];
  }

  /** Stops or starts one's own sound or picture. */
  send(kind, isOn) {
    for (const track of this.#self.stream.getTracks()) if (track.kind === kind) track.enabled = isOn;
  }

  /** What the connections count, for tests. */
  statistics() {
    return this.#videoRoom.statistics();
  }

  /** Leaves and switches camera and microphone off. */
  async leave() {
    stopTracks(this.#self.stream);
    await this.#videoRoom.leave();
  }

  async #connect() {
    await openRoom(this.room);
    const session = await JanusSession.open(new WebSocket(`ws://${location.host}/janus`, 'janus-protocol'));
    this.#videoRoom = new VideoRoom(session, this.room, {
      sender() {},
      receiver() {},
    });
    this.#videoRoom.addEventListener('feed', ({ feed }) => this.#meet(feed));
    this.#videoRoom.addEventListener('feedgone', ({ feed }) => this.#miss(feed));
    this.#videoRoom.addEventListener('track', ({ feed, track }) => this.#watch(feed, track));
    this.#videoRoom.addEventListener('failed', ({ reason }) => {
      stopTracks(this.#self.stream);
      this.#tell('failed', { reason });
    });
    const { name, usesTestPicture, stream } = this.#self;
    await this.#videoRoom.join(JSON.stringify({ name, usesTestPicture }), stream);
    this.#self.id = this.#videoRoom.id;
  }

  #meet(feed) {
    const { name, usesTestPicture } = described(feed.display);
    const person = { id: feed.id, name, isSelf: false, usesTestPicture, stream: new MediaStream(), lock: 'clear' };
    this.#others.set(feed.id, person);
    this.#tell('said', { text: `${name} has joined.` });
    this.#tell('change');
  }

  #miss(feed) {
    const person = this.#others.get(feed.id);
    if (!this.#others.delete(feed.id)) return;
    this.#tell('said', { text: `${person.name} has left.` });
    this.#tell('change');
  }

  #watch(feed, track) {
    // A track can come to somebody from somebody who left.
    for (const { stream } of this.#others.values()) stream.removeTrack(track);
    this.#others.get(feed.id)?.stream.addTrack(track);
    this.#tell('change');
  }

  #tell(name, details) {
    this.dispatchEvent(Object.assign(new Event(name), details));
  }
}

async function openRoom(room) {
  const answer = await fetch(`/rooms?room=${encodeURIComponent(room)}`, { method: 'POST' });
  if (!answer.ok) throw new Error(`The room cannot be opened: ${(await answer.text()).trim()}`);
}

/** Reads what somebody says of themselves; it came through the operator and can be anything. */
function described(display) {
  try {
    const { name, usesTestPicture } = JSON.parse(String(display).slice(0, MAX_DISPLAY));
    return { name: String(name).slice(0, 64), usesTestPicture: usesTestPicture === true };
  } catch {
    return { name: 'Somebody', usesTestPicture: false };
  }
}

function stopTracks(stream) {
  for (const track of stream.getTracks()) track.stop();
}
