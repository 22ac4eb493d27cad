// The browser's own SFrame classes, where it has them.

import { SFrameDecryptorStream } from './decryptor-stream.js';
import { SFrameEncryptorStream } from './encryptor-stream.js';
import { SFrameTransformErrorEvent } from './error-event.js';
import { RTCRtpSFrameDecryptor, RTCRtpSFrameEncryptor } from './transforms.js';

const OWN = {
  SFrameEncryptorStream,
  SFrameDecryptorStream,
  SFrameTransformErrorEvent,
  RTCRtpSFrameEncryptor,
  RTCRtpSFrameDecryptor,
};

/** The classes to use here: all are the browser's, or all are ours. */
export interface SFrameClasses extends Readonly<typeof OWN> {
  /** Whether they are the browser's. */
  readonly isNative: boolean;
}

/** The methods by which keys come, without which a class is of an older draft. */
const METHODS: Record<keyof typeof OWN, readonly string[]> = {
  SFrameEncryptorStream: ['setEncryptionKey'],
  SFrameDecryptorStream: ['addDecryptionKey', 'removeDecryptionKey'],
  SFrameTransformErrorEvent: [],
  RTCRtpSFrameEncryptor: ['setEncryptionKey'],
  RTCRtpSFrameDecryptor: ['addDecryptionKey', 'removeDecryptionKey'],
};

/** A worker has no calls and so no transforms of senders and receivers. */
const WINDOW_ONLY: readonly string[] = ['RTCRtpSFrameEncryptor', 'RTCRtpSFrameDecryptor'];

/**
 * Gives the browser's own classes if it has all of them as specified, and else ours. The same keys
 * and key IDs go to either.
 *
 * They are not mixed: each counts the frames of a key by itself, and two that count alike would
 * seal two frames with one nonce.
 */
export function sframeClasses(scope: object = globalThis): SFrameClasses {
  const isWindow = Reflect.get(scope, 'RTCPeerConnection') !== undefined;
  const found: Record<string, unknown> = {};
  for (const [name, own] of Object.entries(OWN)) {
    if (!isWindow && WINDOW_ONLY.includes(name)) continue;
    const native: unknown = Reflect.get(scope, name);
    if (typeof native !== 'function' || native === own) return { isNative: false, ...OWN };
    const prototype = native.prototype as Record<string, unknown>;
    const methods = METHODS[name as keyof typeof OWN];
    if (methods.some((method) => typeof prototype[method] !== 'function'))
      return { isNative: false, ...OWN };
    found[name] = native;
  }
  return { isNative: true, ...OWN, ...found };
}
