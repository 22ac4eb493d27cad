// One participant of a call through mediasoup. Node drives it through the global
// `participant` and answers `toServer`.

import { Device } from '/bundle/mediasoup-client.js';
import { Camera, Microphone } from '/rig/pages/camera.mjs';
import { MAX_ID } from '/rig/pages/picture.mjs';
import { Ear, Viewer } from '/rig/pages/viewer.mjs';

class Participant {
  #seen = new Map();
  #heard = new Map();
  #device;
  #receiving;

  /**
   * @param {object} options
   * @param {number} options.id shows in its picture and sounds in its tone.
   * @param {string} [options.codec] of the picture; without it nothing is sent.
   * @param {{module: string, options?: unknown}} [options.encryption] its `adapter` returns
   *   `producer(options)` and `consumer(options, from)`.
   * @returns {Promise<string[]>} the producers.
   */
  async join({ id, codec, encryption }) {
    document.querySelector('#who').textContent = `Participant ${id}`;
    this.sound = new AudioContext();
    this.adapter = encryption && (await (await import(encryption.module)).adapter(encryption.options));
    this.#device = await Device.factory();
    await this.#device.load({ routerRtpCapabilities: await toServer({ method: 'capabilities' }) });
    this.#receiving = await this.#transport('createRecvTransport');
    if (codec === undefined) return [];
    const sending = await this.#transport('createSendTransport');
    sending.on('produce', ({ kind, rtpParameters }, done, failed) => {
      toServer({ method: 'produce', transport: sending.id, kind, rtpParameters }).then(done, failed);
    });
    this.camera = new Camera({ id });
    this.microphone = new Microphone(this.sound, id);
    const producers = [];
    for (const track of [this.camera.track, this.microphone.track]) {
      const wanted = this.#device.recvRtpCapabilities.codecs.find(({ mimeType }) => mimeType.toLowerCase() === `video/${codec}`);
      const options = track.kind === 'video' ? { track, codec: wanted } : { track, codecOptions: { opusDtx: false } };
      const producer = await sending.produce(this.adapter?.producer(options) ?? options);
      producers.push(producer.id);
    }
    return producers;
  }

  /** Receives what participant `from` sends. */
  async watch(from, producers) {
    const { recvRtpCapabilities: rtpCapabilities } = this.#device;
    for (const producer of producers) {
      const options = await toServer({ method: 'consume', transport: this.#receiving.id, producer, rtpCapabilities });
      const consumer = await this.#receiving.consume(this.adapter?.consumer(options, `p${from}`) ?? options);
      this.#play(consumer.track, from);
      await toServer({ method: 'resume', consumer: consumer.id });
    }
  }

  async #transport(create) {
    const transport = this.#device[create](await toServer({ method: 'transport' }));
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      toServer({ method: 'connect', transport: transport.id, dtlsParameters }).then(done, failed);
    });
    return transport;
  }

  #play(track, from) {
    const element = document.createElement(track.kind);
    Object.assign(element, { autoplay: true, muted: true, srcObject: new MediaStream([track]) });
    if (track.kind === 'video') {
      document.querySelector('#videos').append(element);
      this.#seen.set(from, new Viewer(element, from));
    } else {
      const others = Array.from({ length: MAX_ID + 1 }, (_, id) => id).filter((id) => id !== from);
      this.#heard.set(from, new Ear(this.sound, track, from, others));
      this.player = element;
    }
  }

  flows(others) {
    return others.every((from) => this.#seen.get(from)?.fresh > 5 && this.#heard.get(from)?.heard > 2);
  }

  reset() {
    for (const one of [...this.#seen.values(), ...this.#heard.values()]) one.reset();
  }

  async report() {
    const reports = (map) => Object.fromEntries([...map].map(([from, one]) => [from, one.report]));
    return { seen: reports(this.#seen), heard: reports(this.#heard) };
  }
}

globalThis.participant = new Participant();
