// A hook that seals a call with FrameSeal. `options` are
//   seal     what FrameSeal is made with
//   worker   the address of another module for its worker
//   from     what receivers are attached with; the other side's id by default, null for nothing
//   kind     of video senders
//   ends     which ends are attached, `['sender', 'receiver']` by default
//   late     ms after which they are; 0 is the next task. At once by default.
//   setup    commands to begin with, each with its arguments. Nothing waits for them.
// Commands are those of FrameSeal with keys in hexadecimal digits, and what is below.

import { Call, FrameSeal, FrameSealError } from '../../dist/index.js';

const EVENTS = ['missingKey', 'recovered', 'rejected', 'rotateSoon', 'sender'];
const KEYED = new Set([
  'setSendKey', 'addReceiveKey', 'setSenderKey', 'addSenderKey', 'setLegacySendKey', 'setLegacyReceiveKey',
]);

export async function attach({ peer, options = {}, send }) {
  const sealing = new Sealing(peer, options, send);
  for (const [name, ...args] of options.setup ?? []) {
    sealing.command(name, ...args).catch(({ code, message }) => sealing.failures.push({ name, code, message }));
  }
  return {
    sender: (about) => sealing.attach('sender', about),
    receiver: (about) => sealing.attach('receiver', about),
    receive: (message) => sealing.receive(message),
    reset: () => sealing.reset(),
    statistics: () => sealing.statistics(),
    command: (name, ...args) => sealing.command(name, ...args),
    close: () => sealing.seal.dispose(),
  };
}

class Sealing {
  events = [];
  failures = [];
  #options;
  #from;
  #worker;
  #names = new Map();
  #before = new Map();
  #post;
  /** Members of calls with built-in keys in this page, by name. */
  #members = new Map();

  constructor(peer, options, post) {
    this.#options = options;
    this.#from = options.from === undefined ? String(peer) : options.from;
    this.#post = post;
    if (options.worker) this.#worker = new Worker(options.worker, { type: 'module' });
    this.seal = new FrameSeal({ ...options.seal, ...(this.#worker && { worker: this.#worker }) });
    for (const type of EVENTS) {
      this.seal.addEventListener(type, ({ participant, about, kid, reason, message, count }) => {
        const on = this.#names.get(about);
        this.events.push({ type, at: performance.now(), on, participant, kid: kid?.toString(), reason, message, count });
      });
    }
  }

  attach(end, { pc, sender, receiver, kind }) {
    const about = sender ?? receiver;
    this.#names.set(about, `${sender ? 'send' : 'receive'} ${kind}`);
    const { late, ends = ['sender', 'receiver'], kind: as } = this.#options;
    if (!ends.includes(end)) return;
    const now = () => {
      if (pc.signalingState === 'closed') return;
      if (sender) this.seal.attachSender(sender, as && kind === 'video' ? { kind: as } : {});
      else this.seal.attachReceiver(receiver, this.#from === null ? {} : { from: this.#from });
    };
    if (late === undefined) now();
    else setTimeout(now, late);
  }

  async command(name, ...args) {
    if (name in COMMANDS) return COMMANDS[name].call(this, ...args);
    const [first, ...more] = args;
    return this.seal[name](KEYED.has(name) && first.key ? withKey(first) : first, ...more.map(withKey));
  }

  /** Joins a call with built-in keys; `as` another member beside this page's own. */
  async join(options, as = null) {
    const seal = as === null ? this.seal : new FrameSeal({ storage: 'memory' });
    const member = { seal, call: null, waiting: [], refused: 0 };
    this.#members.set(as, member);
    const call = await seal.join({
      ...options,
      identity: 'ephemeral',
      send: (message, to) => this.#tell(member, { message: [...message], to }),
    });
    if (!(call instanceof Call)) throw new Error('join gave no Call');
    member.call = call;
    for (const message of member.waiting.splice(0)) await this.#hand(member, message);
  }

  async leave(as) {
    const { seal, call } = this.#members.get(as);
    await call.leave();
    this.#members.delete(as);
    await seal.dispose();
  }

  get own() {
    return this.#members.get(null);
  }

  receive(message) {
    for (const member of this.#members.values()) void this.#hand(member, message);
  }

  #tell(member, message) {
    for (const other of this.#members.values()) {
      if (other !== member) void this.#hand(other, message);
    }
    // Signalling may lose messages, and the other side may be gone.
    this.#post(message).catch(() => {});
  }

  async #hand(member, message) {
    if (member.call === null) return void member.waiting.push(message);
    if (message.to !== undefined && message.to !== member.call.id) return;
    try {
      await member.call.handle(Uint8Array.from(message.message));
    } catch (error) {
      if (!(error instanceof FrameSealError)) throw error;
      member.refused += 1;
    }
  }

  /** Ends what the app has made itself. */
  terminate() {
    this.#worker.terminate();
  }

  /** What the worker of frameseal-tap-worker.mjs has written down. */
  tap() {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      this.#worker.postMessage({ tap: port2 }, [port2]);
    });
  }

  reattach(from, kind) {
    for (const [about, name] of this.#names) {
      if (name === `receive ${kind}`) this.seal.attachReceiver(about, { from });
    }
  }

  async reset() {
    this.#before = new Map((await this.#tracks()).map((track) => [track.id, track]));
  }

  /** Tracks with all that they counted, and `since` the last reset. */
  async statistics() {
    let tracks;
    let rest;
    try {
      ({ tracks, ...rest } = await this.#statistics());
    } catch ({ code }) {
      return { code, tracks: [], events: this.events, failures: this.failures };
    }
    for (const track of tracks) track.since = difference(track, this.#before.get(track.id));
    const brief = {
      tracks: tracks.map(({ name, frames, passed, parked, dropped }) => ({ name, frames, passed, parked, dropped })),
      events: this.events.map(({ type, on, kid, reason, at }) => `${at.toFixed(0)} ms: ${type} ${on} ${kid ?? ''} ${reason ?? ''}`),
      failures: this.failures,
    };
    // Not every browser's driver carries an object that is in two places.
    return JSON.parse(JSON.stringify({ ...rest, tracks, brief, events: this.events, failures: this.failures }));
  }

  async #tracks() {
    try {
      return (await this.#statistics()).tracks;
    } catch {
      return [];
    }
  }

  async #statistics() {
    const { tracks, engine, ...rest } = await this.seal.statistics();
    return {
      ...rest,
      engine: engine && { ...engine, keys: engine.keys.map((key) => ({ ...key, kid: key.kid.toString() })) },
      tracks: tracks.map(({ about, ...track }) => ({ name: this.#names.get(about), ...track })),
    };
  }
}

const COMMANDS = {
  join(options, as) { return this.join(options, as); },
  leave(as) { return this.leave(as); },
  rotate() { return this.own.call.rotate(); },
  members() { return this.own.call.members.map(({ name, isPresent, seesTheSame }) => ({ name, isPresent, seesTheSame })); },
  code() { return this.own.call.code.digits; },
  reattach(from, kind) { return this.reattach(from, kind); },
  terminate() { return this.terminate(); },
  tap() { return this.tap(); },
  events() { return this.events; },
  /** Gives an error as JSON. */
  async refused(name, ...args) {
    try {
      await this.command(name, ...args);
      return null;
    } catch ({ name, code, message }) {
      return { name, code, message };
    }
  },
};

function withKey(options) {
  const { key, passphrase } = options;
  if (key === undefined) return options;
  return { ...options, key: passphrase ?? Uint8Array.from(key.match(/../g), (pair) => parseInt(pair, 16)) };
}

function difference(now, before = { frames: 0, passed: 0, dropped: {} }) {
  const dropped = {};
  for (const [reason, count] of Object.entries(now.dropped)) {
    const more = count - (before.dropped[reason] ?? 0);
    if (more > 0) dropped[reason] = more;
  }
  return { frames: now.frames - before.frames, passed: now.passed - before.passed, dropped };
}
