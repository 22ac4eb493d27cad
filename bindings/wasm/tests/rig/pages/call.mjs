// One side of a call. Node drives it through the global `side` and carries what goes through
// `toPeer` to the other side.
//
// A hook is a module of its own, whose `attach({ id, peer, options })` returns an object
// with any of
//   sender({ pc, sender, kind, codec })      called in the very task in which a sender or receiver
//   receiver({ pc, receiver, kind, codec })  appears; later Chromium lets frames pass by a transform
//   statistics()                             for the report
//   command(name, ...args)                   whatever else node wants of it
//   close()
// and which may export `configuration`, to be merged into that of the RTCPeerConnection.

import { Camera, Microphone } from './camera.mjs';
import { MAX_ID } from './picture.mjs';
import { answerOfLayers, offerOfLayers, tidy } from './sdp.mjs';
import { Ear, Viewer } from './viewer.mjs';

class Side {
  viewers = [];
  ears = [];
  #waiting = [];
  #attached = new WeakSet();
  #configuration;
  #layers;

  /**
   * @param {object} options
   * @param {number} options.id who this side is: shows in its picture and sounds in its tone.
   * @param {number} options.peer who the other side is.
   * @param {string} [options.codec] of the video, as getCapabilities writes it: VP8, VP9, AV1, H264.
   * @param {boolean} [options.video] whether this side sends a picture.
   * @param {boolean} [options.audio] whether it sends a tone.
   * @param {{width?: number, height?: number, fps?: number}} [options.camera]
   * @param {RTCRtpEncodingParameters[]} [options.encodings] of the video, for simulcast and SVC.
   * @param {boolean} [options.layers] whether each simulcast layer arrives as a track of its own.
   * @param {boolean} [options.rtx] whether lost packets may be sent again, in a stream of their own.
   * @param {{module: string, options?: unknown}} [options.hook]
   */
  async open({
    id, peer, codec = 'VP8', video = true, audio = true, camera = {}, encodings, layers = false, rtx = true, hook,
  }) {
    Object.assign(this, { id, peer, codec, video, audio, encodings, rtx });
    this.#layers = layers ? (encodings ?? []).map(({ rid }) => rid) : null;
    document.querySelector('#who').textContent = `Side ${id} (${codec})`;
    this.sound = new AudioContext();
    this.camera = new Camera({ id, ...camera });
    this.microphone = new Microphone(this.sound, id);
    const module = hook === undefined ? {} : await import(hook.module);
    this.#configuration = module.configuration;
    this.hook = (await module.attach?.({ id, peer, options: hook.options })) ?? {};
    this.dial();
    return { codecs: codecsOf('video') };
  }

  /** Makes a connection, in place of one that there was; the hook stays. */
  dial() {
    this.#hangUp();
    this.pc = new RTCPeerConnection({ ...this.#configuration });
    this.pc.onicecandidate = ({ candidate }) => {
      if (candidate !== null) toPeer({ candidate: candidate.toJSON() });
    };
    this.pc.ontrack = ({ track, transceiver }) => {
      this.#attach(transceiver);
      if (track.kind === 'video') this.#show(track, transceiver.mid);
      else this.#hear(track);
    };
  }

  /** Offers what this side sends, and room for what the other does. */
  async offer() {
    this.#transceiver(this.camera.track, this.video, { sendEncodings: this.encodings });
    if (this.#layers === null) this.#transceiver(this.microphone.track, this.audio, {});
    await this.pc.setLocalDescription();
    const sdp = tidy(this.pc.localDescription.sdp);
    return this.#layers === null ? sdp : offerOfLayers(sdp, this.#layers);
  }

  async answer(sdp) {
    await this.pc.setRemoteDescription({ type: 'offer', sdp });
    for (const transceiver of this.pc.getTransceivers()) {
      const { kind } = transceiver.receiver.track;
      prefer(transceiver, kind === 'video' ? this.codec : 'opus', this.rtx);
      // Layers go one way.
      if (this.#layers !== null || !this[kind]) continue;
      transceiver.direction = 'sendrecv';
      await transceiver.sender.replaceTrack(kind === 'video' ? this.camera.track : this.microphone.track);
    }
    await this.pc.setLocalDescription();
    await this.#remoteIsThere();
    return this.pc.localDescription.sdp;
  }

  async accept(sdp) {
    const whole = this.#layers === null ? sdp : answerOfLayers(sdp, this.#layers, this.pc.localDescription.sdp);
    await this.pc.setRemoteDescription({ type: 'answer', sdp: whole });
    await this.#remoteIsThere();
  }

  async fromPeer({ candidate }) {
    if (this.#waiting === null) await this.#add(candidate);
    else this.#waiting.push(candidate);
  }

  /** Starts all measurements anew. */
  async reset() {
    for (const one of [...this.viewers, ...this.ears]) one.reset();
    this.before = await this.#counts();
  }

  /** What was sent, received, seen and heard since `reset`. */
  async report() {
    const now = await this.#counts();
    for (const [key, counts] of Object.entries(this.before ?? {})) {
      for (const name of COUNTED) {
        if (key in now && typeof now[key][name] === 'number') now[key][name] -= counts[name] ?? 0;
      }
    }
    return {
      streams: Object.values(now),
      seen: this.viewers.map((viewer) => viewer.report),
      heard: this.ears.map((ear) => ear.report),
      hook: await this.hook.statistics?.(),
    };
  }

  /** Whether there is a fresh, readable picture from every track and a tone. */
  flows() {
    return (
      this.pc.connectionState === 'connected' &&
      this.viewers.length + this.ears.length > 0 &&
      this.viewers.every((viewer) => viewer.fresh > 5) &&
      this.ears.every((ear) => ear.heard > 2)
    );
  }

  async command(name, ...args) {
    return (await this.hook.command(name, ...args)) ?? null;
  }

  async close() {
    this.#hangUp();
    this.camera.close();
    this.microphone.close();
    await this.hook.close?.();
    await this.sound.close();
  }

  #hangUp() {
    for (const one of [...this.viewers, ...this.ears]) one.close();
    document.querySelector('#videos').replaceChildren();
    this.viewers = [];
    this.ears = [];
    this.before = undefined;
    this.#waiting = [];
    this.pc?.close();
  }

  #transceiver(track, sends, init) {
    const transceiver = this.pc.addTransceiver(sends ? track : track.kind, {
      ...init,
      direction: sends ? (this.#layers === null ? 'sendrecv' : 'sendonly') : 'recvonly',
    });
    this.#attach(transceiver);
    prefer(transceiver, track.kind === 'video' ? this.codec : 'opus', this.rtx);
  }

  // Both ends of a transceiver are there from its first moment, whoever made it.
  #attach(transceiver) {
    if (this.#attached.has(transceiver)) return;
    this.#attached.add(transceiver);
    const { kind } = transceiver.receiver.track;
    const codec = kind === 'video' ? this.codec : 'opus';
    this.hook.sender?.({ pc: this.pc, sender: transceiver.sender, kind, codec });
    this.hook.receiver?.({ pc: this.pc, receiver: transceiver.receiver, kind, codec });
  }

  #show(track, mid) {
    const video = document.createElement('video');
    Object.assign(video, { autoplay: true, muted: true, playsInline: true, srcObject: new MediaStream([track]) });
    const figure = document.createElement('figure');
    const caption = document.createElement('figcaption');
    caption.textContent = `from ${this.peer}, mid ${mid}`;
    figure.append(video, caption);
    document.querySelector('#videos').append(figure);
    this.viewers.push(new Viewer(video, this.peer));
  }

  #hear(track) {
    // Chromium gives WebAudio nothing of a remote track that no element plays.
    const audio = new Audio();
    Object.assign(audio, { autoplay: true, muted: true, srcObject: new MediaStream([track]) });
    const others = Array.from({ length: MAX_ID + 1 }, (_, id) => id).filter((id) => id !== this.peer);
    this.ears.push(new Ear(this.sound, track, this.peer, others));
    this.player = audio;
  }

  async #remoteIsThere() {
    const candidates = this.#waiting ?? [];
    this.#waiting = null;
    for (const candidate of candidates) await this.#add(candidate);
  }

  async #add(candidate) {
    // All is bundled; an m-line that only the other side knows cannot be named.
    await this.pc.addIceCandidate({ ...candidate, sdpMid: null, sdpMLineIndex: 0 });
  }

  async #counts() {
    const report = await this.pc.getStats();
    const counts = {};
    for (const entry of report.values()) {
      if (entry.type !== 'outbound-rtp' && entry.type !== 'inbound-rtp') continue;
      const { type, kind, ssrc, rid, mid, frameWidth, frameHeight, encoderImplementation, scalabilityMode } = entry;
      const one = { type, kind, rid, mid, frameWidth, frameHeight, encoderImplementation, scalabilityMode };
      one.codec = report.get(entry.codecId)?.mimeType?.split('/')[1] ?? null;
      for (const name of COUNTED) if (name in entry) one[name] = entry[name];
      counts[`${type} ${ssrc}`] = one;
    }
    return counts;
  }
}

const COUNTED = [
  'framesEncoded', 'framesSent', 'framesReceived', 'framesDecoded', 'framesDropped', 'keyFramesEncoded',
  'keyFramesDecoded', 'packetsSent', 'packetsReceived', 'packetsLost', 'bytesSent', 'pliCount', 'freezeCount',
];

/** The names of the codecs that this browser can both send and receive. */
function codecsOf(kind) {
  const names = (direction) => new Set(direction.getCapabilities(kind).codecs.map(({ mimeType }) => mimeType.split('/')[1]));
  const received = names(RTCRtpReceiver);
  return [...names(RTCRtpSender)].filter((name) => received.has(name) && !HELPERS.has(name.toLowerCase()));
}

const HELPERS = new Set(['rtx', 'red', 'ulpfec', 'flexfec-03', 'cn', 'telephone-event']);

function prefer(transceiver, codec, rtx) {
  const { kind } = transceiver.receiver.track;
  const { codecs } = RTCRtpReceiver.getCapabilities(kind);
  const wanted = codecs.filter(({ mimeType }) => mimeType.toLowerCase() === `${kind}/${codec}`.toLowerCase());
  if (wanted.length === 0) throw new Error(`this browser has no ${codec}`);
  // Of the profiles the one that every implementation has.
  const rank = ({ sdpFmtpLine = '' }) =>
    (/profile-id=0|profile-level-id=42e0|profile=0/i.test(sdpFmtpLine) ? 0 : 1) + (/packetization-mode=0/.test(sdpFmtpLine) ? 1 : 0);
  wanted.sort((a, b) => rank(a) - rank(b));
  transceiver.setCodecPreferences([...wanted, ...codecs.filter(({ mimeType }) => rtx && /\/rtx$/i.test(mimeType))]);
}

globalThis.side = new Side();
