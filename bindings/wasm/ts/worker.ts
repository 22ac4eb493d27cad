// The worker of a FrameSeal. It can be a whole worker, or be imported by one of the app's.

import type { TrackOptions, ToWorker } from './protocol.js';
import { Endpoint } from './worker/endpoint.js';
import type { EncodedFrame, Transformer } from './worker/tracks.js';

/** The event that a script transform gives its worker. */
interface TransformEvent extends Event {
  readonly transformer: Transformer & {
    readonly readable: ReadableStream<EncodedFrame>;
    readonly writable: WritableStream<EncodedFrame>;
    readonly options: unknown;
  };
}

interface Scope {
  postMessage(message: unknown, options?: StructuredSerializeOptions): void;
  addEventListener(type: string, listener: (event: never) => void): void;
}

const scope = globalThis as unknown as Scope;
const endpoint = new Endpoint({
  postMessage: (frameseal, options) => scope.postMessage({ frameseal }, options),
});

// Both at once, while this module is evaluated: an event that came before would be lost.
scope.addEventListener('message', ({ data }: MessageEvent<{ frameseal?: ToWorker }>) => {
  if (data.frameseal) endpoint.receive(data.frameseal);
});
scope.addEventListener('rtctransform', ({ transformer }: TransformEvent) => {
  const { frameseal } = transformer.options as { frameseal?: TrackOptions };
  if (frameseal) endpoint.attach(frameseal, transformer.readable, transformer.writable, transformer);
});
