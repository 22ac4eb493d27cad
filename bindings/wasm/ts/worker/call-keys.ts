// Built-in call keys: a session of the engine, with whom this device has verified.

import { FrameSealError } from '../engine/error.js';
import { hex, unhex } from '../engine/storage.js';
import type { Storage } from '../engine/storage.js';
import {
  Identity, Secret, Session, SessionConfig, safetyNumber,
} from '../engine/wasm/frameseal_wasm.js';
import type { Decryptor, Encryptor } from '../engine/wasm/frameseal_wasm.js';
import type {
  CallAction, CallChange, CallState, Code, Comparison, FromWorker, JoinOptions, Member,
} from '../protocol.js';
import type { Keys } from './keys.js';

/** An identity of this name is drawn for one call and never stored. */
export const EPHEMERAL = 'ephemeral';

/** A member as the engine gives it. */
interface EngineMember extends Omit<Member, 'identityKey' | 'isVerified'> {
  readonly identityKey: Uint8Array;
}

export class CallKeys implements Keys {
  readonly decryptor: Decryptor;
  readonly #session: Session;
  readonly #storage: Storage;
  readonly #verified: Set<string>;
  readonly #send: (message: FromWorker) => void;
  readonly #encryptors: (Encryptor | undefined)[] = [];
  readonly #owners = new Map<bigint, string>();
  #isOver = false;
  /** What the page was told of members, and whether a message came since. */
  #told = '';
  #isStale = false;

  static async join(
    options: JoinOptions,
    storage: Storage,
    send: (message: FromWorker) => void,
  ): Promise<CallKeys> {
    const { callId, name, identity, suite, waitingRoom, hosts } = options;
    const config = new SessionConfig(callId, name, Date.now());
    config.suite(suite);
    if (waitingRoom !== 'no') config.waitingRoom(waitingRoom === 'founder');
    for (const host of hosts) config.host(host);
    if (options.postQuantum) config.requirePostQuantum();
    if (options.allowClear) config.allowClear();
    config.maxMembers(options.maxMembers);
    const bytes = options.secret ?? (options.stretched && (await received(options.stretched)));
    if (bytes) {
      const secret = Secret.import(bytes); // wipes them
      config.secret(secret);
      secret.free();
    }
    const device = identity === EPHEMERAL
      ? Identity.generate()
      : await storage.identity(identity ?? 'device');
    const verified = new Set((await storage.peers()).map((peer) => peer.identityKey));
    // Takes configuration and identity for itself.
    return new CallKeys(Session.join(config, device, performance.now()), storage, verified, send);
  }

  constructor(
    session: Session,
    storage: Storage,
    verified: Set<string>,
    send: (message: FromWorker) => void,
  ) {
    this.#session = session;
    this.decryptor = session.decryptor();
    this.#storage = storage;
    this.#verified = verified;
    this.#send = send;
    this.#drain(true);
  }

  handle(message: Uint8Array): void {
    try {
      this.#session.handle(message, performance.now());
    } finally {
      this.#isStale = true;
      this.#drain();
    }
  }

  /** Does what needs no answer. */
  act(what: CallAction, member: string | undefined): void {
    const session = this.#session;
    const who = () => {
      if (member === undefined) throw new FrameSealError('NoMember', `${what} needs a member`);
      return member;
    };
    try {
      switch (what) {
        case 'rotate': return session.rotate();
        case 'leave': return session.leave();
        case 'admit': return session.admit(who());
        case 'remove': return session.remove(who());
        case 'startComparison': return session.startComparison(who());
        case 'acceptComparison': return session.acceptComparison(who());
      }
    } finally {
      this.#drain();
    }
  }

  consentToClear(consents: boolean): void {
    try {
      this.#session.consentToClear(consents);
    } finally {
      this.#drain();
    }
  }

  comparison(member: string): Comparison | undefined {
    return this.#session.comparison(member) as Comparison | undefined;
  }

  safetyNumber(member: string): Code {
    return safetyNumber(this.#session.identityKey, unhex(this.#find(member).identityKey)) as Code;
  }

  matchesQr(scanned: string): boolean {
    return this.#session.matchesQr(scanned);
  }

  /** Remembers that somebody at this device has verified that of a member, or forgets it. */
  async verify(member: string, isVerified: boolean): Promise<void> {
    const { identityKey, name } = this.#find(member);
    if (isVerified) {
      await this.#storage.remember({ identityKey, name, verifiedAt: Date.now() });
      this.#verified.add(identityKey);
    } else {
      await this.#storage.forget(identityKey);
      this.#verified.delete(identityKey);
    }
    this.#drain(true);
  }

  sealChat(message: Uint8Array): Uint8Array {
    return this.#session.sealChat(message);
  }

  openChat(sealed: Uint8Array): unknown {
    return this.#session.openChat(sealed);
  }

  encryptor(kind: number): Encryptor | undefined {
    if (!this.#encryptors[kind] && !this.#isOver) {
      try {
        this.#encryptors[kind] = this.#session.encryptor(kind);
      } catch {
        return undefined; // not let in yet, or over
      }
    }
    return this.#encryptors[kind];
  }

  /** The session rotates by itself, and looks itself. */
  isToRotate(): boolean {
    return false;
  }

  ownerOf(kid: bigint): string | undefined {
    let owner = this.#owners.get(kid);
    if (owner === undefined) {
      owner = this.#session.senderOf(kid);
      if (owner !== undefined) this.#owners.set(kid, owner);
    }
    return owner;
  }

  advance(now: number): void {
    this.#session.advance(now);
    // What members say of themselves makes no event: whom they see, and whether they consent.
    const changed = this.#isStale && this.#told !== said(this.#members());
    this.#isStale = false;
    this.#drain(changed);
  }

  dispose(): void {
    this.#drop();
    this.decryptor.free();
    this.#session.free();
  }

  /** Passes on what the session has to say. */
  #drain(changed = false): void {
    const session = this.#session;
    const changes: CallChange[] = [];
    for (;;) {
      const change = session.pollEvent() as CallChange | undefined;
      if (!change) break;
      if (change.kind === 'sendKeysChanged' || change.kind === 'ended') this.#drop();
      if (change.kind === 'ended') this.#isOver = true;
      if (change.kind === 'left') this.#owners.clear();
      changes.push(change);
    }
    for (;;) {
      const outgoing = session.pollOutgoing() as { to?: string; message: Uint8Array } | undefined;
      if (!outgoing) break;
      const { to, message } = outgoing;
      this.#send(to === undefined ? { outgoing: message } : { outgoing: message, to });
    }
    for (;;) {
      const chat = session.pollChat() as { from: string; message: Uint8Array } | undefined;
      if (!chat) break;
      this.#send({ chat });
    }
    if (changed || changes.length > 0) this.#send({ call: this.#state(), changes });
  }

  #state(): CallState {
    const session = this.#session;
    const members = this.#members();
    this.#told = said(members);
    return {
      id: session.id,
      isLetIn: this.encryptor(0) !== undefined,
      identityKey: hex(session.identityKey),
      members,
      code: session.callCode() as Code,
    };
  }

  #members(): Member[] {
    return (this.#session.members() as EngineMember[]).map((member) => {
      const identityKey = hex(member.identityKey);
      return { ...member, identityKey, isVerified: this.#verified.has(identityKey) };
    });
  }

  #find(id: string): Member {
    const member = this.#members().find((member) => member.id === id);
    if (!member) throw new FrameSealError('UnknownMember', 'nobody in this call has this id');
    return member;
  }

  /** Whoever keeps an old encryptor goes on sending to those who have left. */
  #drop(): void {
    for (const encryptor of this.#encryptors) encryptor?.free();
    this.#encryptors.length = 0;
  }
}

/** Writes down what can change about members. */
function said(members: readonly Member[]): string {
  return members
    .map(({ id, isPresent, seesTheSame, consentsToClear }) =>
      `${id} ${isPresent} ${seesTheSame} ${consentsToClear}`)
    .join();
}

/** Waits for the secret that another worker stretches from a passphrase. */
function received(port: MessagePort): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }: MessageEvent<{ secret?: Uint8Array<ArrayBuffer>; code: string; message: string }>) => {
      port.close();
      if (data.secret) resolve(data.secret);
      else reject(new FrameSealError(data.code, data.message));
    };
  });
}
