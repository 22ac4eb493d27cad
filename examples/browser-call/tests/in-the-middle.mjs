// An operator that takes the place of both people of a call: to each it is the other. It has no more
// than what it gives itself: sessions of its own, and the post office.

import { Identity, Secret, Session, SessionConfig, load } from '../../../bindings/wasm/dist/core.js';

/** Milliseconds between two looks at the clock, as in a page. */
const TICK = 50;

/** Stands between the members of a room. */
export class InTheMiddle {
  #relay;
  #room;
  #secret;
  #names;
  /** The sessions that face each member, by the member's address. */
  #sessions = new Map();
  #timer;

  /**
   * @param {import('../operator/relay.mjs').Relay} relay
   * @param {{ room: string, secret: Buffer, names: string[] }} options `names` are those of the two
   *   members, in the order in which they come
   */
  static async begin(relay, options) {
    await load();
    return new InTheMiddle(relay, options);
  }

  constructor(relay, { room, secret, names }) {
    [this.#relay, this.#room, this.#secret, this.#names] = [relay, room, secret, names];
    relay.interferes = ({ from, bytes }) => {
      this.#take(from, bytes);
      return true;
    };
    this.#timer = setInterval(() => this.#tick(), TICK);
  }

  /** What the operator itself sees of those it faces: the names of members that are present. */
  get sees() {
    return [...this.#sessions.values()].flatMap((session) => session.members())
      .filter(({ isPresent }) => isPresent).map(({ name }) => name);
  }

  /** Starts to compare pictures with the member of a name, in the other's name. */
  startComparison(name) {
    for (const session of this.#sessions.values()) {
      for (const member of session.members()) if (member.name === name) session.startComparison(member.id);
    }
  }

  stop() {
    clearInterval(this.#timer);
  }

  #take(from, bytes) {
    if (!this.#sessions.has(from)) {
      // To the first who comes it is the second, to the second the first.
      const name = this.#names[this.#sessions.size === 0 ? 1 : 0];
      const config = new SessionConfig(Buffer.from(this.#room), name, Date.now());
      config.suite(4);
      config.maxMembers(256);
      config.secret(Secret.import(Uint8Array.from(this.#secret)));
      this.#sessions.set(from, Session.join(config, Identity.generate(), performance.now()));
    }
    try {
      this.#sessions.get(from).handle(bytes, performance.now());
    } catch {
      // Refused, as a member's page would.
    }
    this.#tick();
  }

  #tick() {
    for (const [address, session] of this.#sessions) {
      session.advance(performance.now());
      for (let event = session.pollEvent(); event; event = session.pollEvent()) {
        if (event.kind === 'comparisonAsked') session.acceptComparison(event.member);
      }
      for (let out = session.pollOutgoing(); out; out = session.pollOutgoing()) {
        this.#relay.give(this.#room, address, Buffer.from(out.message));
      }
    }
  }
}
