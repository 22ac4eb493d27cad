// Puts the classes where a browser would have them.

import { SFrameDecryptorStream } from './decryptor-stream.js';
import { SFrameEncryptorStream } from './encryptor-stream.js';
import { SFrameTransformErrorEvent } from './error-event.js';
import { sframeClasses } from './native.js';
import {
  RTCRtpSFrameDecryptor,
  RTCRtpSFrameEncryptor,
  asScriptTransform,
  checkSide,
} from './transforms.js';

/**
 * Defines the classes on the global object and lets `transform` of senders and receivers take them,
 * so that code for browsers with SFrame runs as it is. Does nothing where the browser has them all.
 */
export function install(): void {
  if (sframeClasses().isNative) return;
  const streams = { SFrameEncryptorStream, SFrameDecryptorStream, SFrameTransformErrorEvent };
  const isWindow = typeof RTCRtpSender === 'function' && typeof RTCRtpReceiver === 'function';
  const transforms = isWindow ? { RTCRtpSFrameEncryptor, RTCRtpSFrameDecryptor } : {};
  for (const [name, value] of Object.entries({ ...streams, ...transforms })) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  }
  if (!isWindow) return;
  for (const { prototype } of [RTCRtpSender, RTCRtpReceiver]) takeTransforms(prototype);
}

/** Transforms that were set, by what the browser has in their place. */
const origins = new WeakMap<object, object>();

const prepared = new WeakSet<object>();

function takeTransforms(prototype: object): void {
  const { get, set } = Object.getOwnPropertyDescriptor(prototype, 'transform') ?? {};
  // Without script transforms there is nothing to stand in for, and once is enough.
  if (get === undefined || set === undefined || prepared.has(prototype)) return;
  prepared.add(prototype);
  const accessors = {
    get transform(): unknown {
      const transform: unknown = Reflect.apply(get, this, []);
      return typeof transform === 'object' && transform !== null
        ? (origins.get(transform) ?? transform)
        : transform;
    },
    set transform(transform: unknown) {
      checkSide(this, transform);
      const script = asScriptTransform(transform);
      if (script !== transform) origins.set(script as object, transform as object);
      Reflect.apply(set, this, [script]);
    },
  };
  Object.defineProperties(prototype, Object.getOwnPropertyDescriptors(accessors));
}
