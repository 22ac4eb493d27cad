// One participant of a room. Node drives it through the global `participant`.

import { ExternalE2EEKeyProvider, LocalAudioTrack, LocalVideoTrack, Room, Track } from '/livekit-client/livekit-client.esm.mjs';
import { Camera, Microphone } from '/rig/pages/camera.mjs';
import { MAX_ID } from '/rig/pages/picture.mjs';
import { Ear, Viewer } from '/rig/pages/viewer.mjs';

class Participant {
  /** What was seen and heard of each other participant, by the number in its picture and tone. */
  #seen = new Map();
  #heard = new Map();

  /**
   * @param {object} options
   * @param {number} options.id shows in its picture and sounds in its tone; its identity is `p<id>`.
   * @param {string} options.url
   * @param {string} options.token
   * @param {string} [options.codec] of the picture, as LiveKit writes it; without it nothing is published.
   * @param {object} [options.room] more of LiveKit's room options.
   * @param {{passphrase?: string, module?: string, options?: unknown}} [options.encryption]
   */
  async join({ id, url, token, codec, encryption, publish = {} }) {
    document.querySelector('#who').textContent = `Participant ${id}`;
    this.id = id;
    this.sound = new AudioContext();
    this.room = new Room({ ...(await encryptionOf(encryption)), adaptiveStream: false, dynacast: false });
    this.errors = [];
    this.room.on('encryptionError', (error, participant) => this.errors.push(`${participant?.identity}: ${error.message}`));
    this.room.on('trackSubscribed', (track, publication, from) => this.#subscribed(track, Number(from.identity.slice(1))));
    if (encryption) await this.room.setE2EEEnabled(true);
    await this.room.connect(url, token);
    if (codec) {
      this.camera = new Camera({ id });
      this.microphone = new Microphone(this.sound, id);
      const video = new LocalVideoTrack(this.camera.track, undefined, true);
      const audio = new LocalAudioTrack(this.microphone.track, undefined, true);
      await this.room.localParticipant.publishTrack(video, { source: Track.Source.Camera, videoCodec: codec, simulcast: false, ...publish });
      await this.room.localParticipant.publishTrack(audio, { source: Track.Source.Microphone, dtx: false, red: false });
    }
  }

  #subscribed(track, from) {
    if (track.kind === 'video') {
      const video = track.attach();
      video.muted = true;
      document.querySelector('#videos').append(video);
      this.#seen.set(from, new Viewer(video, from));
    } else {
      track.attach().muted = true;
      const others = Array.from({ length: MAX_ID + 1 }, (_, id) => id).filter((id) => id !== from);
      this.#heard.set(from, new Ear(this.sound, track.mediaStreamTrack, from, others));
    }
  }

  flows(others) {
    return others.every((from) => this.#seen.get(from)?.fresh > 5 && this.#heard.get(from)?.heard > 2);
  }

  reset() {
    for (const one of [...this.#seen.values(), ...this.#heard.values()]) one.reset();
    this.errors.length = 0;
  }

  async report() {
    const reports = (map) => Object.fromEntries([...map].map(([from, one]) => [from, one.report]));
    return { seen: reports(this.#seen), heard: reports(this.#heard), errors: this.errors };
  }

  async leave() {
    await this.room.disconnect();
  }
}

async function encryptionOf(encryption) {
  if (encryption === undefined) return {};
  if (encryption.passphrase !== undefined) {
    const keyProvider = new ExternalE2EEKeyProvider();
    await keyProvider.setKey(encryption.passphrase);
    return { encryption: { keyProvider, worker: new Worker('/livekit-client/livekit-client.e2ee.worker.mjs', { type: 'module' }) } };
  }
  const module = await import(encryption.module);
  return module.encryption(encryption.options);
}

globalThis.participant = new Participant();
