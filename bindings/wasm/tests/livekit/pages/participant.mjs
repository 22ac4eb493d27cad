// One participant of a room. Node drives it through the global `participant`.

import { ExternalE2EEKeyProvider, LocalAudioTrack, LocalVideoTrack, Room, Track } from '/livekit-client/livekit-client.esm.mjs';
import { Audience } from '/rig/pages/audience.mjs';
import { Camera, Microphone } from '/rig/pages/camera.mjs';

class Participant {
  /**
   * @param {object} options
   * @param {number} options.id shows in its picture and sounds in its tone; its identity is `p<id>`.
   * @param {string} options.url
   * @param {string} options.token
   * @param {string} [options.codec] of the picture, as LiveKit writes it; without it nothing is published.
   * @param {object} [options.publish] more of LiveKit's options for the picture.
   * @param {{passphrase?: string, module?: string, options?: unknown}} [options.encryption] with a
   *   passphrase LiveKit's own; else what the module's `encryption` gives.
   */
  async join({ id, url, token, codec, encryption, publish }) {
    document.querySelector('#who').textContent = `Participant ${id}`;
    const sound = new AudioContext();
    this.audience = new Audience(sound);
    this.room = new Room(await optionsOf(encryption, id));
    this.errors = [];
    this.room.on('encryptionError', (error, participant) => this.errors.push(`${participant?.identity}: ${error.message}`));
    this.room.on('trackSubscribed', (track, _, from) => this.audience.play(track.mediaStreamTrack, Number(from.identity.slice(1))));
    this.heard = [];
    this.room.on('dataReceived', (bytes, from, _, topic) => {
      if (topic === 'chat') this.heard.push(`${from?.identity}: ${new TextDecoder().decode(bytes)}`);
    });
    if (encryption?.passphrase !== undefined) await this.room.setE2EEEnabled(true);
    await this.room.connect(url, token);
    if (codec === undefined) return;
    const { localParticipant } = this.room;
    const video = new LocalVideoTrack(new Camera({ id }).track, undefined, true);
    const audio = new LocalAudioTrack(new Microphone(sound, id).track, undefined, true);
    await localParticipant.publishTrack(video, { source: Track.Source.Camera, videoCodec: codec, simulcast: false, ...publish });
    await localParticipant.publishTrack(audio, { source: Track.Source.Microphone, dtx: false });
  }

  /** Sends text to everybody over LiveKit's data channel. */
  async say(text) {
    await this.room.localParticipant.publishData(new TextEncoder().encode(text), { reliable: true, topic: 'chat' });
  }
}

async function optionsOf(encryption, id) {
  if (encryption === undefined) return {};
  if (encryption.passphrase === undefined) return (await import(encryption.module)).encryption(id, encryption.options);
  const keyProvider = new ExternalE2EEKeyProvider();
  await keyProvider.setKey(encryption.passphrase);
  const worker = new Worker('/livekit-client/livekit-client.e2ee.worker.mjs', { type: 'module' });
  return { encryption: { keyProvider, worker } };
}

globalThis.participant = new Participant();
