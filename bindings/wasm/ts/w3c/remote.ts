// The transforms of senders and receivers, whose frames and keys are in a worker.

import { asCryptoKeyID, type Suite } from './options.js';
import type {
  SFrameTransformErrorEventInit,
  SFrameTransformErrorEventType,
} from './error-event.js';
import type { EncodedFrame } from './frames.js';

/** What a transform is made for, as the worker is told. */
export interface Side {
  readonly frameseal: 'encryptor' | 'decryptor';
  readonly suite: Suite;
  readonly port: MessagePort;
}

/** A change of keys, as the worker is told. */
export interface Order {
  readonly number: number;
  readonly change: 'set' | 'add' | 'remove';
  readonly kid: bigint;
  readonly key?: CryptoKey;
}

/** What the worker tells: what came of an order, or that a frame was refused. */
export type Answer =
  | { readonly number: number; readonly error?: string }
  | {
      readonly refused: SFrameTransformErrorEventType;
      readonly kid?: bigint;
      readonly frame: EncodedFrame;
    };

/** What is sent back for every refused frame, so that no more than some are on their way. */
export const SEEN = 'seen';

let sharedWorker: Worker | null = null;

/** The worker of all transforms of the page, so that they count the frames of a key together. */
function worker(): Worker {
  // Beside the bundle that this file becomes part of.
  sharedWorker ??= new Worker(new URL('./w3c-worker.js', import.meta.url), {
    type: 'module',
    name: 'frameseal w3c',
  });
  return sharedWorker;
}

/** One transform in the worker. */
export class Remote {
  /** What the browser takes as the `transform` of a sender or receiver. */
  readonly transform: object;
  readonly #port: MessagePort;
  readonly #asked = new Map<
    number,
    { resolve: () => void; reject: (error: DOMException) => void }
  >();
  #orders = 0;

  /** @throws DOMException `NotSupportedError` where there are no script transforms. */
  constructor(
    frameseal: Side['frameseal'],
    suite: Suite,
    onRefused?: (init: SFrameTransformErrorEventInit) => void,
  ) {
    const Transform: unknown = Reflect.get(globalThis, 'RTCRtpScriptTransform');
    if (typeof Transform !== 'function') {
      throw new DOMException(
        'this browser has no RTCRtpScriptTransform; use the streams',
        'NotSupportedError',
      );
    }
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#port.onmessage = ({ data }: MessageEvent<Answer>) => {
      if ('number' in data) {
        this.#settle(data.number, data.error);
        return;
      }
      const { refused, frame, kid } = data;
      onRefused?.({ errorType: refused, frame, keyID: asCryptoKeyID(kid) });
      this.#port.postMessage(SEEN);
    };
    const side: Side = { frameseal, suite, port: port2 };
    this.transform = Reflect.construct(Transform, [worker(), side, [port2]]) as object;
  }

  /** Has the worker change keys. */
  order(change: Order['change'], kid: bigint, key?: CryptoKey): Promise<void> {
    const number = this.#orders++;
    const order: Order = key === undefined ? { number, change, kid } : { number, change, kid, key };
    return new Promise((resolve, reject) => {
      this.#asked.set(number, { resolve, reject });
      this.#port.postMessage(order);
    });
  }

  #settle(number: number, error: string | undefined): void {
    const asked = this.#asked.get(number);
    this.#asked.delete(number);
    if (error === undefined) asked?.resolve();
    else asked?.reject(new DOMException(error, 'InvalidModificationError'));
  }
}
