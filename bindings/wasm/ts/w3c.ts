// The SFrame classes of W3C's WebRTC encoded transform, for browsers that do not have them.
//
//   import { SFrameEncryptorStream } from 'frameseal/w3c';
//   const encryptor = new SFrameEncryptorStream({ cipherSuite: 'AES_128_GCM_SHA256_128' });
//   await encryptor.setEncryptionKey(key, 7); // a CryptoKey for HKDF, which no script can read
//   transformer.readable.pipeThrough(encryptor).pipeTo(transformer.writable);
//
// Importing this changes nothing in the page. `sframeClasses()` gives the browser's own classes
// where it has all of them; `install()` puts ours where it has none.

export { SFrameDecryptorStream } from './w3c/decryptor-stream.js';
export { SFrameEncryptorStream } from './w3c/encryptor-stream.js';
export { SFrameTransformErrorEvent } from './w3c/error-event.js';
export type {
  SFrameTransformErrorEventInit,
  SFrameTransformErrorEventType,
} from './w3c/error-event.js';
export type { EncodedFrame, SFrameChunk } from './w3c/frames.js';
export { install } from './w3c/install.js';
export { type SFrameClasses, sframeClasses } from './w3c/native.js';
export type {
  CryptoKeyID,
  RTCRtpSFrameEncryptorOptions,
  SFrameCipherSuite,
  SFrameTransformOptions,
  SFrameType,
} from './w3c/options.js';
export { RTCRtpSFrameDecryptor, RTCRtpSFrameEncryptor, setTransform } from './w3c/transforms.js';
