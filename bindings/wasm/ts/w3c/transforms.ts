// Transforms of senders and receivers.

import { ErrorQueue } from './error-queue.js';
import type { SFrameTransformErrorEvent } from './error-event.js';
import {
  type CryptoKeyID,
  type RTCRtpSFrameEncryptorOptions,
  type SFrameTransformOptions,
  checkType,
  cryptoKeyOf,
  keyIdOf,
  suiteOf,
} from './options.js';
import { Remote } from './remote.js';
import { HandlerAttribute, shapeAsInterface } from './webidl.js';

/**
 * Seals the frames of an RTCRtpSender. Give it to {@link setTransform}, or after `install()` to
 * `sender.transform`.
 *
 * Both ends of a call must use these classes: a browser's own send SFrames in RTP packets of their
 * own kind, which no script can, and these send transparent envelopes.
 */
export class RTCRtpSFrameEncryptor {
  readonly #remote: Remote;

  /**
   * @throws TypeError without a cipher suite.
   * @throws DOMException `NotSupportedError` for type `per-packet`, or without script transforms.
   */
  constructor(options: RTCRtpSFrameEncryptorOptions) {
    const suite = suiteOf(options);
    checkType(options);
    this.#remote = new Remote('encryptor', suite);
    remotes.set(this, this.#remote);
  }

  /** As {@link SFrameEncryptorStream.setEncryptionKey}. */
  async setEncryptionKey(key: CryptoKey, keyId: CryptoKeyID): Promise<undefined> {
    const remote = this.#remote;
    const cryptoKey = cryptoKeyOf(key);
    await remote.order('set', keyIdOf(keyId), cryptoKey);
  }
}

/**
 * Opens the frames of an RTCRtpReceiver. Give it to {@link setTransform}, or after `install()` to
 * `receiver.transform`.
 */
export class RTCRtpSFrameDecryptor extends EventTarget {
  readonly #remote: Remote;
  readonly #onerror = new HandlerAttribute(this, 'error');
  readonly #errors = new ErrorQueue(this);

  /**
   * @throws TypeError without a cipher suite.
   * @throws DOMException `NotSupportedError` without script transforms.
   */
  constructor(options: SFrameTransformOptions) {
    const suite = suiteOf(options);
    super();
    this.#remote = new Remote('decryptor', suite, (init) => this.#errors.push(init));
    remotes.set(this, this.#remote);
  }

  get onerror():
    ((this: RTCRtpSFrameDecryptor, event: SFrameTransformErrorEvent) => unknown) | null {
    return this.#onerror.handler as RTCRtpSFrameDecryptor['onerror'];
  }

  set onerror(
    handler: ((this: RTCRtpSFrameDecryptor, event: SFrameTransformErrorEvent) => unknown) | null,
  ) {
    this.#onerror.handler = handler;
  }

  /** As {@link SFrameDecryptorStream.addDecryptionKey}. */
  async addDecryptionKey(key: CryptoKey, keyId: CryptoKeyID): Promise<undefined> {
    const remote = this.#remote;
    const cryptoKey = cryptoKeyOf(key);
    await remote.order('add', keyIdOf(keyId), cryptoKey);
  }

  /** As {@link SFrameDecryptorStream.removeDecryptionKey}. */
  async removeDecryptionKey(keyId: CryptoKeyID): Promise<undefined> {
    const remote = this.#remote;
    await remote.order('remove', keyIdOf(keyId));
  }
}

shapeAsInterface(RTCRtpSFrameEncryptor, 'RTCRtpSFrameEncryptor');
shapeAsInterface(RTCRtpSFrameDecryptor, 'RTCRtpSFrameDecryptor');

const remotes = new WeakMap<object, Remote>();

/** Gives what the browser takes in the place of one of our transforms, or the value itself. */
export function asScriptTransform(transform: unknown): unknown {
  return (
    (typeof transform === 'object' && transform !== null
      ? remotes.get(transform)?.transform
      : undefined) ?? transform
  );
}

/**
 * Sets the transform of a sender or a receiver: one of these classes, the browser's own, or null.
 * Do so in the same task in which it appears, so that no frame goes by.
 *
 * @throws TypeError for an encryptor at a receiver or a decryptor at a sender.
 * @throws DOMException `InvalidStateError` for a transform that is in use elsewhere.
 */
export function setTransform(
  target: RTCRtpSender | RTCRtpReceiver,
  transform: RTCRtpSFrameEncryptor | RTCRtpSFrameDecryptor | object | null,
): void {
  checkSide(target, transform);
  Reflect.set(target, 'transform', asScriptTransform(transform));
}

/** @throws TypeError for a transform of the other side. */
export function checkSide(target: object, transform: unknown): void {
  const misplaced =
    transform instanceof RTCRtpSFrameEncryptor
      ? !(target instanceof RTCRtpSender)
      : transform instanceof RTCRtpSFrameDecryptor && !(target instanceof RTCRtpReceiver);
  if (misplaced) throw new TypeError('encryptors are for senders and decryptors for receivers');
}
