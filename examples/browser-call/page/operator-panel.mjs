// What the operator has: plays its own copy beside the picture of the call, and says what
// ffmpeg can make of it.

import { nameOf } from './tiles.mjs';

/** What a decoder makes of ciphertext is noise as loud as a device can be. */
const COPY_VOLUME = 0.1;

/** The panel on the call's page. */
export class OperatorPanel {
  #call;
  #at = (id) => document.getElementById(id);
  #urls = [];

  constructor() {
    this.#at('look').addEventListener('click', () => this.#look());
  }

  /** Shows another call, or none. */
  show(call) {
    this.#call = call;
    this.#forget();
    this.#at('pair').hidden = true;
    this.#at('sound-row').hidden = true;
    this.#at('verdict').textContent = '';
    this.#at('seen').textContent = '';
  }

  /** Offers the recordings of these people. */
  offer(people) {
    const whose = this.#at('whose');
    const chosen = whose.value;
    const recorded = people.filter(({ feed }) => feed !== undefined);
    const options = recorded.map((person) => new Option(nameOf(person), person.feed));
    // An open list closes when it is replaced.
    const shown = (it) => [...it].map(({ text, value }) => `${value} ${text}`).join();
    if (shown(options) === shown(whose.options)) return;
    whose.replaceChildren(...options);
    if (recorded.some(({ feed }) => feed === chosen)) whose.value = chosen;
  }

  async #look() {
    const button = this.#at('look');
    const person = this.#call.people.find(({ feed }) => feed === this.#at('whose').value);
    if (!person) return;
    button.disabled = true;
    this.#at('verdict').textContent = 'The operator converts its recording …';
    try {
      await this.#play(person);
    } catch (error) {
      this.#at('verdict').textContent = error.message;
    } finally {
      button.disabled = false;
      button.focus({ preventScroll: true });
    }
  }

  async #play(person) {
    this.#forget();
    const call = this.#call;
    const ask = async (route, kind) => {
      const query = new URLSearchParams({ room: call.room, participant: person.feed, kind, name: person.name });
      const answer = await fetch(`/operator/${route}?${query}`);
      if (answer.status === 404) throw new Error((await answer.text()).trim());
      if (!answer.ok) throw new Error(`The operator’s tools failed: ${(await answer.text()).trim()}`);
      return answer;
    };
    const [picture, sound] = await Promise.all([ask('copy', 'video'), ask('copy', 'audio')]);
    const [pictureOpinion, soundOpinion, seen] = await Promise.all([
      ask('opinion', 'video').then((it) => it.json()),
      ask('opinion', 'audio').then((it) => it.json()),
      fetch(`/operator/recordings?room=${encodeURIComponent(call.room)}`).then((it) => it.json()),
    ]);
    if (call !== this.#call) return; // left meanwhile
    const [pictureBlob, soundBlob] = [await picture.blob(), await sound.blob()];
    this.#at('pair').hidden = false;
    this.#at('sound-row').hidden = false;
    this.#at('real').srcObject = person.stream;
    await playCopy(this.#at('copy'), this.#url(pictureBlob), this.#at('copy-frame'));
    this.#at('sound').volume = COPY_VOLUME;
    this.#at('sound').src = this.#url(soundBlob);
    this.#at('verdict').textContent = verdict(person, pictureOpinion, soundOpinion);
    const recorded = seen.recordings.reduce((sum, { bytes }) => sum + bytes, 0);
    const learned = call.isClear ? '' : ' Both tell it who is here, and who sends how much and when.';
    this.#at('seen').textContent = `Recorded in this room so far: ${megabytes(recorded)} of media, ${seen.keyMessages.messages} key messages.${learned}`;
  }

  #url(blob) {
    const url = URL.createObjectURL(blob);
    this.#urls.push(url);
    return url;
  }

  #forget() {
    for (const id of ['copy', 'sound']) {
      this.#at(id).removeAttribute('src');
      this.#at(id).load();
    }
    this.#at('real').srcObject = null;
    this.#at('copy-frame').classList.remove('playing');
    this.#urls.splice(0).forEach((url) => URL.revokeObjectURL(url));
  }
}

/** Plays a file as far as this browser can. */
async function playCopy(video, url, frame) {
  video.src = url;
  const played = await video.play().then(() => true, () => false);
  frame.classList.toggle('playing', played && video.videoWidth > 0);
}

function verdict(person, picture, sound) {
  const seconds = `${sound.seconds.toFixed(1)} s of sound`;
  if (!person.usesTestPicture) {
    return `ffmpeg decoded ${counted(picture.decoded)} and ${seconds}. Look and listen: are they the call’s?`;
  }
  const sent = person.isSelf ? 'you' : person.name;
  const shown = { 0: 'None of them shows', [picture.decoded]: 'All of them show' }[picture.shown] ?? `${picture.shown} of them show`;
  const pictures = picture.decoded === 0 ? 'not a single picture' : `${counted(picture.decoded)}. ${shown} what ${sent} sent`;
  const heard = sound.withTone === 0 ? 'nowhere' : `in ${Math.round((100 * sound.withTone) / sound.windows)} %`;
  return `ffmpeg decoded ${pictures}. The tone is ${heard} of ${seconds}.`;
}

function counted(pictures) {
  return pictures === 1 ? '1 picture' : `${pictures} pictures`;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
