// A participant's options for producers and consumers, with FrameSeal.

import { FrameSeal } from '/frameseal/index.js';
import { MediasoupEncryption } from '/frameseal/adapters/mediasoup.js';

/** Keys of the app's own: each participant's is its number 32 times. */
const keyOf = (id) => ({ kid: id, key: new Uint8Array(32).fill(id) });

/**
 * @param {object} options
 * @param {number} options.id
 * @param {number[]} options.others whose keys it has.
 * @param {object[]} transports of mediasoup's.
 */
export async function adapter({ id, others }, transports) {
  const seal = new FrameSeal({ storage: 'memory', calls: false });
  await seal.setSendKey(keyOf(id));
  for (const other of others) await seal.addReceiveKey({ ...keyOf(other), from: `p${other}` });
  const sealed = new MediasoupEncryption(seal, transports);
  return {
    producer: (options) => sealed.producer(options),
    consumer: (options, from) => sealed.consumer(options, { from }),
    statistics: () => seal.statistics(),
  };
}
