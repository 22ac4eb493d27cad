import { CallEvent, ChatEvent } from './events.js';
import type { CallEvents, TypedTarget } from './events.js';
import type { CallAction, CallState, Code, Comparison, FromWorker, Member, Request } from './protocol.js';

/** How a call asks its worker. */
export type Ask = (request: Request, transfer?: Transferable[]) => Promise<unknown>;

/**
 * One device in one call with built-in keys: who is in it, and how they know.
 *
 * The call makes messages ({@link JoinCall.send}) and takes those of the others ({@link handle}),
 * over whatever signalling the app has. It trusts that channel with nothing.
 */
export class Call extends (EventTarget as new () => TypedTarget<CallEvents> & EventTarget) {
  readonly #ask: Ask;
  #state: CallState;

  /** @internal */
  constructor(ask: Ask, state: CallState) {
    super();
    this.#ask = ask;
    this.#state = state;
  }

  /** This member's id: 32 hexadecimal digits, new with every join. */
  get id(): string {
    return this.#state.id;
  }

  /** The public key of this device: 64 hexadecimal digits. */
  get identityKey(): string {
    return this.#state.identityKey;
  }

  /** Whether this member was let in, and sends. */
  get isLetIn(): boolean {
    return this.#state.isLetIn;
  }

  /** The other members. Those who are not present have yet to prove who they are. */
  get members(): readonly Member[] {
    return this.#state.members;
  }

  /** What all members read aloud or scan: it is the same for all, or somebody is in the middle. */
  get code(): Code {
    return this.#state.code;
  }

  /**
   * Takes a message of another member's call, from the signalling channel.
   *
   * @throws {FrameSealError} The message was refused: somebody else's fault or the channel's, and
   *   nothing needs to be done.
   */
  async handle(message: Uint8Array): Promise<void> {
    await this.#ask({ do: 'handle', message });
  }

  /** Changes the keys this member sends with. It happens by itself when somebody leaves. */
  async rotate(): Promise<void> {
    await this.#act('rotate');
  }

  /** Lets somebody in who waits. */
  async admit(member: string): Promise<void> {
    await this.#act('admit', member);
  }

  /** Removes a member, who cannot open anything from then on. */
  async remove(member: string): Promise<void> {
    await this.#act('remove', member);
  }

  /** Leaves, with a goodbye that others need to get. */
  async leave(): Promise<void> {
    await this.#act('leave');
  }

  /** Starts to compare a short string with a member ({@link CallEvents.comparing}). */
  async startComparison(member: string): Promise<void> {
    await this.#act('startComparison', member);
  }

  /** Agrees to compare, after the user was asked. */
  async acceptComparison(member: string): Promise<void> {
    await this.#act('acceptComparison', member);
  }

  /** Gives the string to compare with a member, once it is there. */
  async comparison(member: string): Promise<Comparison | undefined> {
    return (await this.#ask({ do: 'comparison', member })) as Comparison | undefined;
  }

  /** Gives what this device and a member's compare once and for all. */
  async safetyNumber(member: string): Promise<Code> {
    return (await this.#ask({ do: 'safetyNumber', member })) as Code;
  }

  /** Says whether a scanned code of a call is this call's. */
  async matchesQr(scanned: string): Promise<boolean> {
    return (await this.#ask({ do: 'matchesQr', scanned })) as boolean;
  }

  /** Remembers on this device that a member's device was verified, or forgets it. */
  async setVerified(member: string, verified = true): Promise<void> {
    await this.#ask({ do: 'verify', member, verified });
  }

  /** Consents to media in clear, where the call allows it, or takes that back. */
  async consentToClear(consents: boolean): Promise<void> {
    await this.#ask({ do: 'consentToClear', consents });
  }

  /** Seals a message to all members, for any channel. It can be opened once. */
  async sealChat(message: Uint8Array): Promise<Uint8Array> {
    return (await this.#ask({ do: 'sealChat', message })) as Uint8Array;
  }

  /** Opens a message of another member; undefined when its key has yet to come ({@link CallEvents.chat}). */
  async openChat(sealed: Uint8Array): Promise<{ from: string; message: Uint8Array } | undefined> {
    return (await this.#ask({ do: 'openChat', sealed })) as
      | { from: string; message: Uint8Array } | undefined;
  }

  async #act(what: CallAction, member?: string): Promise<void> {
    await this.#ask({ do: 'call', what, member });
  }

  /** @internal */
  take(message: FromWorker): void {
    if ('chat' in message) {
      this.dispatchEvent(new ChatEvent(message.chat.from, message.chat.message));
    } else if ('call' in message) {
      this.#state = message.call;
      for (const change of message.changes) this.dispatchEvent(new CallEvent(change));
      this.dispatchEvent(new Event('change'));
    }
  }
}
