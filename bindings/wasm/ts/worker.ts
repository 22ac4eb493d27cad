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

/** Those that share this worker, by the names they gave themselves. */
const endpoints = new Map<string, Endpoint>();

function endpointOf(seal: string): Endpoint {
  let endpoint = endpoints.get(seal);
  if (!endpoint) {
    endpoint = new Endpoint({
      postMessage: (frameseal, options) => scope.postMessage({ frameseal, seal }, options),
    });
    endpoints.set(seal, endpoint);
  }
  return endpoint;
}

// Both at once, while this module is evaluated: an event that came before would be lost.
scope.addEventListener('message', ({ data }: MessageEvent<{ frameseal?: ToWorker; seal: string } | null>) => {
  if (data?.frameseal) endpointOf(data.seal).receive(data.frameseal);
});
scope.addEventListener('rtctransform', ({ transformer }: TransformEvent) => {
  const options = transformer.options as { frameseal?: TrackOptions; seal: string } | undefined;
  if (!options?.frameseal) return; // another library's
  const { readable, writable } = transformer;
  endpointOf(options.seal).attach(options.frameseal, readable, writable, transformer);
});
