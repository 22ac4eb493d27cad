// What happens when the browser has SFrame classes of its own. None has yet, so there are actors.

import {
  RTCRtpSFrameDecryptor,
  RTCRtpSFrameEncryptor,
  SFrameDecryptorStream,
  SFrameEncryptorStream,
  SFrameTransformErrorEvent,
  sframeClasses,
} from '/dist/w3c.js';
import { SUITE, cryptoKey, freshNumber } from './bench.mjs';

const OWN = { SFrameEncryptorStream, SFrameDecryptorStream, SFrameTransformErrorEvent, RTCRtpSFrameEncryptor, RTCRtpSFrameDecryptor };

/** A browser that writes down what its classes are told. */
function browserWithSFrame() {
  const told = [];
  class Encryptor {
    constructor({ cipherSuite }) { told.push(['encryptor', cipherSuite]); }
    async setEncryptionKey(key, keyId) { told.push(['set', key, keyId]); }
  }
  class Decryptor {
    constructor({ cipherSuite }) { told.push(['decryptor', cipherSuite]); }
    async addDecryptionKey(key, keyId) { told.push(['add', key, keyId]); }
    async removeDecryptionKey(keyId) { told.push(['remove', keyId]); }
  }
  const scope = {
    SFrameEncryptorStream: class extends Encryptor {},
    SFrameDecryptorStream: class extends Decryptor {},
    SFrameTransformErrorEvent: class {},
    RTCPeerConnection: class {},
    RTCRtpSFrameEncryptor: class extends Encryptor {},
    RTCRtpSFrameDecryptor: class extends Decryptor {},
  };
  return { told, scope };
}

promise_test(async () => {
  const { told, scope } = browserWithSFrame();
  const classes = sframeClasses(scope);
  assert_true(classes.isNative);
  for (const name of Object.keys(OWN)) assert_equals(classes[name], scope[name], name);
  const key = await cryptoKey(freshNumber());
  for (const [Encryptor, Decryptor] of [
    [classes.SFrameEncryptorStream, classes.SFrameDecryptorStream],
    [classes.RTCRtpSFrameEncryptor, classes.RTCRtpSFrameDecryptor],
  ]) {
    told.length = 0;
    const encryptor = new Encryptor({ cipherSuite: SUITE });
    await encryptor.setEncryptionKey(key, 2n ** 64n - 1n);
    const decryptor = new Decryptor({ cipherSuite: SUITE });
    await decryptor.addDecryptionKey(key, 5);
    await decryptor.removeDecryptionKey(5);
    const expected = [['encryptor', SUITE], ['set', key, 2n ** 64n - 1n], ['decryptor', SUITE], ['add', key, 5], ['remove', 5]];
    assert_equals(told.length, expected.length);
    for (const [index, call] of expected.entries()) assert_array_equals(told[index], call);
  }
}, 'The same keys and key IDs go to the classes of the browser');

test(() => {
  assert_false(sframeClasses({}).isNative);
  for (const name of Object.keys(OWN)) {
    const { scope } = browserWithSFrame();
    delete scope[name];
    const classes = sframeClasses(scope);
    assert_false(classes.isNative, `without ${name}`);
    for (const own of Object.keys(OWN)) assert_equals(classes[own], OWN[own], own);
  }
  for (const [name, method] of [
    ['SFrameEncryptorStream', 'setEncryptionKey'],
    ['SFrameDecryptorStream', 'addDecryptionKey'],
    ['SFrameDecryptorStream', 'removeDecryptionKey'],
    ['RTCRtpSFrameEncryptor', 'setEncryptionKey'],
    ['RTCRtpSFrameDecryptor', 'removeDecryptionKey'],
  ]) {
    const { scope } = browserWithSFrame();
    // Its parent has it; an older draft's class would not.
    scope[name].prototype[method] = undefined;
    assert_false(sframeClasses(scope).isNative, `without ${method}`);
  }
  assert_false(sframeClasses({ ...OWN }).isNative, 'ours are ours wherever they stand');
  const { scope } = browserWithSFrame();
  for (const name of ['RTCPeerConnection', 'RTCRtpSFrameEncryptor', 'RTCRtpSFrameDecryptor']) delete scope[name];
  assert_true(sframeClasses(scope).isNative, 'a worker has streams alone');
}, 'Classes of an older draft are not used, and none is mixed with ours');

test(() => {
  const classes = sframeClasses();
  assert_equals(classes.isNative, 'SFrameEncryptorStream' in globalThis);
}, 'What this browser has');
