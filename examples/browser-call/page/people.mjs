// Who else is in the call, and whose picture is whose. Without encryption the operator says so;
// with it, FrameSeal.

/** Milliseconds: members say every 5 s whom they see, and that can get lost once. */
const AGREEING_MS = 12_000;
/** Milliseconds: whoever arrives meets the others one after the other, and has compared nothing yet. */
const ARRIVING_MS = 3000;
/** Milliseconds without a frame of somebody else's, after which a picture is shown again. */
const FOREIGN_MS = 2500;

/**
 * Events: `change`, `said` (`text`), `comparing` (`person`), `failed` (`reason`). They may be about
 * somebody who is gone.
 */
class People extends EventTarget {
  people = [];
  codeNote = '';
  refusal = '';

  /** Nothing to compare. */
  get code() {
    return undefined;
  }

  tell(name, details) {
    this.dispatchEvent(Object.assign(new Event(name), details));
  }
}

/** The people of a call without encryption: everybody is who the operator says. */
export class ClearPeople extends People {
  constructor(videoRoom) {
    super();
    const personOf = (feed) => this.people.find(({ id }) => id === feed?.id);
    videoRoom.addEventListener('feed', ({ feed }) => {
      const { name, usesTestPicture } = feed.description;
      this.people.push({ id: feed.id, feed: feed.id, name, usesTestPicture, stream: new MediaStream(), lock: 'clear' });
      this.tell('said', { text: `${name} has joined.` });
      this.tell('change');
    });
    videoRoom.addEventListener('feedgone', ({ feed }) => {
      this.people = this.people.filter((it) => it !== personOf(feed));
      this.tell('said', { text: `${feed.description.name} has left.` });
      this.tell('change');
    });
    videoRoom.addEventListener('track', ({ feed, track }) => {
      for (const { stream } of this.people) stream.removeTrack(track);
      personOf(feed)?.stream.addTrack(track);
      this.tell('change');
    });
  }
}

/**
 * The members of an encrypted call. Their names are signed, and a picture or sound is given to the
 * member under whose keys its frames opened.
 */
export class SealedPeople extends People {
  #sealing;
  #call;
  /** Tracks, and whose frames they have: `{ member, feed }`. */
  #owners = new Map();
  /** The code of those who were here last, and when somebody was for the first time. */
  #known = { digits: undefined, metAt: undefined };

  constructor(videoRoom, sealing) {
    super();
    this.#sealing = sealing;
    this.#call = sealing.call;
    // It is somebody's again when FrameSeal says so.
    videoRoom.addEventListener('track', ({ track }) => this.#disown((it) => it === track));
    videoRoom.addEventListener('feedgone', ({ feed }) => this.#disown((_, owner) => owner.feed === feed));
    sealing.addEventListener('frames', ({ member, feed, track }) => {
      // Of two that are both theirs, the later one counts.
      this.#disown((it, owner) => owner.member === member && it.kind === track.kind);
      this.#owners.set(track, { member, feed });
      this.#update();
    });
    sealing.addEventListener('foreign', ({ member }) => {
      const person = this.#find(member);
      if (person) person.foreignAt = performance.now();
      this.#update();
    });
    sealing.addEventListener('bypassed', ({ reason }) => this.tell('failed', { reason }));
    this.#listen();
    this.#update();
  }

  get code() {
    return this.people.length > 0 ? this.#call.code : undefined;
  }

  async verify(people, isVerified) {
    for (const { id, isSelf } of people) if (!isSelf) await this.#call.setVerified(id, isVerified);
    this.codeNote = '';
    this.#update();
  }

  async compare(person) {
    const wasAsked = person.comparison?.state === 'asked';
    person.comparison = { state: 'waiting' };
    await (wasAsked ? this.#call.acceptComparison(person.id) : this.#call.startComparison(person.id));
    this.tell('comparing', { person });
  }

  #listen() {
    const on = (name, act) => {
      this.#call.addEventListener(name, (event) => act(this.#find(event.member), event));
    };
    this.#call.addEventListener('change', () => this.#update());
    on('joined', (_, { member }) => {
      const { name } = this.#call.members.find(({ id }) => id === member) ?? {};
      if (name !== undefined) this.#told(`${name} has joined.`, `${name} joined`);
    });
    on('left', (person, { how }) => {
      if (person) this.#told(`${person.name} ${how === 'removed' ? 'was removed' : 'has left'}.`, `${person.name} left`);
    });
    on('absent', (person) => person && this.#told(`Nothing is heard of ${person.name}.`, `${person.name} went missing`));
    on('returned', (_, { member }) => {
      const { name } = this.#call.members.find(({ id }) => id === member) ?? {};
      if (name !== undefined) this.#told(`${name} is back.`, `${name} came back`);
    });
    on('comparisonAsked', (person) => this.#compared(person, { state: 'asked' }));
    on('comparisonFailed', (person) => this.#compared(person, { state: 'failed' }));
    on('comparing', async (person) => {
      if (person) this.#compared(person, { state: 'ready', ...(await this.#call.comparison(person.id)) });
    });
    on('wrongPassphrase', () => this.#refused('Somebody without the secret of this link tried to join, and was not let in.'));
    on('otherPolicy', () => this.#refused('Somebody with other rules for this call tried to join, and was not let in.'));
    on('full', () => this.#refused('Somebody tried to join and found no place.'));
    on('ended', (_, { how }) => this.tell('failed', { reason: ENDS[how] ?? 'The call is over.' }));
  }

  #find(member) {
    return this.people.find(({ id }) => id === member);
  }

  /** Says what happened, and that the code is another one if there was one before. */
  #told(text, what) {
    const { digits, metAt } = this.#known;
    const isKnown = digits !== undefined && performance.now() - metAt >= ARRIVING_MS;
    const isOther = isKnown && digits !== this.#call.code.digits;
    if (isOther) this.codeNote = `New since ${what}: compare it again.`;
    this.tell('said', { text: isOther ? `${text} The call code has changed.` : text });
  }

  #refused(text) {
    if (this.refusal === text) return;
    this.refusal = text;
    this.tell('said', { text });
    this.tell('change');
  }

  #compared(person, comparison) {
    if (!person) return;
    person.comparison = comparison;
    if (comparison.state === 'asked') this.tell('said', { text: `${person.name} wants to compare pictures with you.` });
    this.tell('comparing', { person });
    this.tell('change');
  }

  #disown(condition) {
    for (const [track, owner] of this.#owners) if (condition(track, owner)) this.#owners.delete(track);
    this.#update();
  }

  /** Takes over whom FrameSeal has for members, and what is theirs. */
  #update() {
    this.people = this.#call.members.filter(({ isPresent }) => isPresent).map((member) => {
      const { id, name } = member;
      const person = this.#find(id) ?? { id, stream: new MediaStream(), usesTestPicture: false };
      const own = [...this.#owners].filter(([, owner]) => owner.member === id);
      setTracks(person.stream, own.map(([track]) => track));
      const feed = own[0]?.[1].feed;
      person.otherSince = member.seesTheSame ? undefined : (person.otherSince ?? performance.now());
      return Object.assign(person, {
        name,
        feed: feed?.id,
        usesTestPicture: feed?.description.usesTestPicture === true,
        lock: this.#lock(member, person),
      });
    });
    const digits = this.code?.digits;
    if (digits === undefined) this.codeNote = '';
    this.#known = { digits, metAt: this.#known.metAt ?? (digits && performance.now()) };
    this.tell('change');
  }

  #lock({ isVerified }, { foreignAt, otherSince, stream }) {
    if (this.#isWithin(foreignAt, FOREIGN_MS)) return 'foreign';
    if (otherSince !== undefined && !this.#isWithin(otherSince, AGREEING_MS)) return 'differs';
    if (stream.getTracks().length === 0) return 'waiting';
    return isVerified ? 'verified' : 'sealed';
  }

  /** Whether a time is so many milliseconds ago at most; if so, looks again when it is more. */
  #isWithin(time, milliseconds) {
    const left = time === undefined ? 0 : time + milliseconds - performance.now();
    if (left > 0) setTimeout(() => this.#update(), left + 1);
    return left > 0;
  }
}

const ENDS = {
  removed: 'You were removed from the call.',
  superseded: 'You joined this call anew from another window of this browser.',
  forgotten: 'The others have not heard of you for too long. Join again.',
};

function setTracks(stream, tracks) {
  for (const track of stream.getTracks()) if (!tracks.includes(track)) stream.removeTrack(track);
  for (const track of tracks) stream.addTrack(track);
}
