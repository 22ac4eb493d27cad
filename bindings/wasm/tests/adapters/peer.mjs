// One side of a call as an app without FrameSeal would write it, but for one line. Node drives it
// through the global `participant`.

import { FrameSeal } from '/frameseal/index.js';
import { attachPeerConnection } from '/frameseal/adapters/peer-connection.js';
import { Audience } from '/rig/pages/audience.mjs';
import { Camera, Microphone } from '/rig/pages/camera.mjs';

class Participant {
  /**
   * @param {object} options
   * @param {number} options.id who this is.
   * @param {number} options.peer who the other is.
   * @param {boolean} [options.isSealed]
   * @param {boolean} [options.hasScriptTransform] false for a browser from before RTCRtpScriptTransform.
   */
  async open({ id, peer, isSealed = true, hasScriptTransform = true }) {
    document.querySelector('#who').textContent = `Participant ${id}`;
    this.id = id;
    this.sound = new AudioContext();
    this.audience = new Audience(this.sound);
    if (!hasScriptTransform) delete globalThis.RTCRtpScriptTransform;
    this.pc = new RTCPeerConnection({ encodedInsertableStreams: !hasScriptTransform });
    if (isSealed) {
      this.seal = new FrameSeal({ storage: 'memory' });
      this.asked = [];
      this.stop = attachPeerConnection(this.seal, this.pc, {
        receiver: (transceiver, streams) => {
          this.asked.push(streams.length);
          return { from: `p${peer}` };
        },
      });
      const key = (of) => new Uint8Array(32).fill(of);
      await this.seal.setSendKey({ kid: id, key: key(id) });
      await this.seal.addReceiveKey({ kid: peer, key: key(peer), from: `p${peer}` });
    }
    this.pc.ontrack = ({ track }) => this.audience.play(track, peer);
  }

  /** Sends a tone or a picture, by `addTrack` or `addTransceiver`. */
  add(kind, method) {
    const { track } = kind === 'audio' ? new Microphone(this.sound, this.id) : new Camera({ id: this.id });
    if (method === 'addTrack') this.pc.addTrack(track, new MediaStream([track]));
    else this.pc.addTransceiver(track);
  }

  async offer() {
    await this.pc.setLocalDescription();
    return this.#described();
  }

  async answer(sdp) {
    await this.pc.setRemoteDescription({ type: 'offer', sdp });
    await this.pc.setLocalDescription();
    return this.#described();
  }

  async accept(sdp) {
    await this.pc.setRemoteDescription({ type: 'answer', sdp });
  }

  async #described() {
    while (this.pc.iceGatheringState !== 'complete') await new Promise((resolve) => setTimeout(resolve, 20));
    return this.pc.localDescription.sdp;
  }

  async diagnosis() {
    const { tracks = [] } = (await this.seal?.statistics()) ?? {};
    return [`${this.pc.connectionState}`, ...tracks.map(({ side, kind, frames, passed, dropped }) =>
      `${side} ${kind}: ${passed} of ${frames} frames passed, dropped ${JSON.stringify(dropped)}`)];
  }
}

globalThis.participant = new Participant();
