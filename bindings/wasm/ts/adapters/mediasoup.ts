// FrameSeal for apps on `mediasoup-client` 3.24 and newer, of which only types are imported.

import type { types } from 'mediasoup-client';
import type { FrameSeal } from '../frameseal.js';
import type { ReceiverOptions, SenderOptions } from '../options.js';

/**
 * Seals what a mediasoup device produces and opens what it consumes.
 *
 * ```js
 * const sealed = new MediasoupEncryption(seal, [sendTransport, recvTransport]);
 * await sendTransport.produce(sealed.producer({ track }));
 * await recvTransport.consume(sealed.consumer(parameters, { from: peer }));
 * ```
 */
export class MediasoupEncryption {
  readonly #seal: FrameSeal;
  readonly #sealed = new WeakSet<RTCRtpSender | RTCRtpReceiver>();

  /**
   * @param transports are watched: a producer or consumer that was made without this adapter, by
   *   code that forgot it, is closed. A producer's first packets may have gone by then.
   */
  constructor(seal: FrameSeal, transports: readonly types.Transport[] = []) {
    this.#seal = seal;
    for (const { observer } of transports) {
      observer.on('newproducer', (producer) => this.#check(producer, producer.rtpSender));
      observer.on('newconsumer', (consumer) => this.#check(consumer, consumer.rtpReceiver));
    }
  }

  /** Gives the options of a producer with what seals it. */
  producer<Data extends types.AppData>(
    options: types.ProducerOptions<Data>,
    how: SenderOptions = {},
  ): types.ProducerOptions<Data> {
    return {
      ...options,
      onRtpSender: (sender) => {
        try {
          this.#seal.attachSender(sender, how);
        } catch (error) {
          // The sender stays in its connection, and would send with the next one.
          void sender.replaceTrack(null);
          throw error;
        }
        this.#sealed.add(sender);
        options.onRtpSender?.(sender);
      },
    };
  }

  /** Gives the options of a consumer with what opens it; `from` is whose frames it must be. */
  consumer<Data extends types.AppData>(
    options: types.ConsumerOptions<Data>,
    how: ReceiverOptions = {},
  ): types.ConsumerOptions<Data> {
    return {
      ...options,
      onRtpReceiver: (receiver) => {
        this.#seal.attachReceiver(receiver, how);
        this.#sealed.add(receiver);
        options.onRtpReceiver?.(receiver);
      },
    };
  }

  #check(one: { close(): void }, about: RTCRtpSender | RTCRtpReceiver | undefined): void {
    if (about && this.#sealed.has(about)) return;
    one.close();
    console.error('frameseal: this transport is encrypted; pass options through `producer` and `consumer`');
  }
}
