// The web platform tests are written against an older draft: other names, and key IDs that may be
// left out. This installs our classes and puts them on the global object under those names.

import { install } from '/dist/w3c.js';

install();

const withDefault = (Class, method) => class extends Class {
  [method](key, keyId = 0) {
    return super[method](key, keyId);
  }
};

Object.assign(globalThis, {
  SFrameEncrypterStream: withDefault(SFrameEncryptorStream, 'setEncryptionKey'),
  SFrameDecrypterStream: withDefault(SFrameDecryptorStream, 'addDecryptionKey'),
  RTCRtpSFrameEncrypter: withDefault(RTCRtpSFrameEncryptor, 'setEncryptionKey'),
  RTCRtpSFrameDecrypter: withDefault(RTCRtpSFrameDecryptor, 'addDecryptionKey'),
});
