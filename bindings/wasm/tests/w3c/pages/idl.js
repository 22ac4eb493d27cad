// Are the classes what the IDL says? W3C's own idlharness.js asks, of the IDL as published.

'use strict';

/** What of the IDL is ours, and what it is made of. */
const OURS = [
  'SFrameEncryptorStream',
  'SFrameDecryptorStream',
  'SFrameTransformErrorEvent',
  'RTCRtpSFrameEncryptor',
  'RTCRtpSFrameDecryptor',
  'SFrameEncryptorManager',
  'SFrameDecryptorManager',
  'SFrameCipherSuite',
  'SFrameTransformOptions',
  'RTCRtpSFrameEncryptorOptions',
  'SFrameType',
  'SFrameTransformErrorEventType',
  'SFrameTransformErrorEventInit',
  'CryptoKeyID',
  'SmallCryptoKeyID',
];

const EVENT = "{ errorType: 'keyID', keyID: 5, frame }";
const SUITE = "{ cipherSuite: 'AES_128_GCM_SHA256_128' }";

promise_test(async () => {
  (await import('/dist/w3c.js')).install();
  // A worker cannot make calls and so has no frame at hand.
  const isWindow = typeof RTCPeerConnection === 'function';
  if (isWindow) globalThis.frame = (await encodedFrames()).video;
  const text = async (spec) => {
    const response = await fetch(`/interfaces/${spec}.idl`);
    if (!response.ok) throw new Error(`${spec}.idl: ${response.status}`);
    return response.text();
  };
  const idl = new IdlArray();
  idl.add_idls(await text('webrtc-encoded-transform'), { only: OURS });
  idl.add_idls(await text('streams'), { only: ['GenericTransformStream'] });
  for (const spec of ['streams', 'dom', 'html']) idl.add_dependency_idls(await text(spec));
  idl.add_objects({
    SFrameEncryptorStream: [`new SFrameEncryptorStream(${SUITE})`],
    SFrameDecryptorStream: [`new SFrameDecryptorStream(${SUITE})`],
    RTCRtpSFrameEncryptor: isWindow ? [`new RTCRtpSFrameEncryptor(${SUITE})`] : [],
    RTCRtpSFrameDecryptor: isWindow ? [`new RTCRtpSFrameDecryptor(${SUITE})`] : [],
    SFrameTransformErrorEvent: isWindow ? [`new SFrameTransformErrorEvent('error', ${EVENT})`] : [],
  });
  idl.test();
}, 'The IDL is read');
