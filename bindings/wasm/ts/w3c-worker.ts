// The worker in which the frames of senders and receivers are sealed and opened.

import { MAX_WAITING_EVENTS } from './w3c/error-queue.js';
import type { EncodedFrame } from './w3c/frames.js';
import { Opening } from './w3c/opening.js';
import { type Answer, type Order, SEEN, type Side } from './w3c/remote.js';
import { Sealing } from './w3c/sealing.js';

interface Transformer {
  readonly options: Side;
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
}

// Browsers cannot packetize an SFrame, so frames go in transparent envelopes.
addEventListener('rtctransform', (event) => {
  const { options, readable, writable } = (event as Event & { transformer: Transformer })
    .transformer;
  const { stream, obey, seen } =
    options.frameseal === 'encryptor' ? sealing(options) : opening(options);
  options.port.onmessage = async ({ data: order }: MessageEvent<Order | typeof SEEN>) => {
    if (order === SEEN) {
      seen?.();
      return;
    }
    const { number } = order;
    const done: Answer = await obey(order).then(
      () => ({ number }),
      (error: Error) => ({ number, error: error.message }),
    );
    options.port.postMessage(done);
  };
  // It ends with the call.
  readable
    .pipeThrough(stream)
    .pipeTo(writable)
    .catch(() => {});
});

interface Place {
  readonly stream: TransformStream;
  obey(order: Order): Promise<void>;
  /** The page has seen a refused frame. */
  seen?(): void;
}

function sealing({ suite }: Side): Place {
  const sealing = new Sealing(suite, 'transparent');
  return {
    stream: sealing.stream,
    obey: async ({ kid, key }) => {
      if (key !== undefined) await sealing.set(key, kid);
    },
  };
}

function opening({ suite, port }: Side): Place {
  let underway = 0;
  const opening = new Opening(suite, 'transparent', ({ refused, kid }, frame) => {
    // A page that is busy must not be sent frames without end.
    if (underway >= MAX_WAITING_EVENTS) return;
    underway += 1;
    const answer: Answer = {
      refused,
      frame: frame as EncodedFrame,
      ...(refused === 'keyID' && kid !== undefined ? { kid } : {}),
    };
    port.postMessage(answer);
  });
  return {
    stream: opening.stream,
    seen: () => {
      underway -= 1;
    },
    obey: ({ change, kid, key }) =>
      change === 'remove' || key === undefined ? opening.remove(kid) : opening.add(key, kid),
  };
}
