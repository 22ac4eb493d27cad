// One participant of a call through mediasoup. Node drives it through the global
// `participant` and answers `toServer`.

import { Device } from '/bundle/mediasoup-client.js';
import { Audience } from '/rig/pages/audience.mjs';
import { Camera, Microphone } from '/rig/pages/camera.mjs';

class Participant {
  #device;
  #sending;
  #receiving;
  #watched = [];

  /**
   * @param {object} options
   * @param {number} options.id shows in its picture and sounds in its tone.
   * @param {string} [options.codec] of the picture; without it nothing is sent.
   * @param {{module: string, options?: unknown}} [options.encryption] its `adapter(options, transports)`
   *   returns `producer(options)` and `consumer(options, from)`.
   * @returns {Promise<string[]>} the producers.
   */
  async join({ id, codec, encryption }) {
    document.querySelector('#who').textContent = `Participant ${id}`;
    const sound = new AudioContext();
    this.audience = new Audience(sound);
    this.#device = await Device.factory();
    await this.#device.load({ routerRtpCapabilities: await toServer({ method: 'capabilities' }) });
    this.#receiving = await this.#transport('createRecvTransport');
    const sending = this.#sending = await this.#transport('createSendTransport');
    this.adapter = encryption && (await (await import(encryption.module)).adapter(encryption.options, [sending, this.#receiving]));
    if (codec === undefined) return [];
    sending.on('produce', ({ kind, rtpParameters }, done, failed) => {
      toServer({ method: 'produce', transport: sending.id, kind, rtpParameters }).then(done, failed);
    });
    const producers = [];
    for (const { track } of [new Camera({ id }), new Microphone(sound, id)]) {
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
    this.#watched = producers;
    for (const producer of producers) {
      const options = await toServer({ method: 'consume', transport: this.#receiving.id, producer, rtpCapabilities });
      const consumer = await this.#receiving.consume(this.adapter?.consumer(options, `p${from}`) ?? options);
      this.audience.play(consumer.track, from);
      await toServer({ method: 'resume', consumer: consumer.id });
    }
  }

  /** Produces and consumes without the adapter. Says whether either was closed. */
  async forget() {
    const producer = await this.#sending.produce({ track: new Camera({ id: 1 }).track });
    const { recvRtpCapabilities: rtpCapabilities } = this.#device;
    const [watched] = this.#watched;
    const consumer = await this.#receiving.consume(await toServer({ method: 'consume', transport: this.#receiving.id, producer: watched, rtpCapabilities }));
    return { producer: producer.closed, consumer: consumer.closed };
  }

  async #transport(create) {
    const transport = this.#device[create](await toServer({ method: 'transport' }));
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      toServer({ method: 'connect', transport: transport.id, dtlsParameters }).then(done, failed);
    });
    return transport;
  }
}

globalThis.participant = new Participant();
