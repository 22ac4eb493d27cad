// Transforms of senders and receivers in real calls. In a window; a worker has no calls.

import { RTCRtpSFrameDecryptor, RTCRtpSFrameEncryptor, install, setTransform, sframeClasses } from '/dist/w3c.js';
import { SUITE, cryptoKey, freshNumber } from './bench.mjs';

const CLASSES = { RTCRtpSFrameEncryptor, RTCRtpSFrameDecryptor };
const CHANGES = { RTCRtpSFrameEncryptor: 'setEncryptionKey', RTCRtpSFrameDecryptor: 'addDecryptionKey' };
/** As long as a busy machine may take. */
const SECONDS = 60;

for (const [name, Transform] of Object.entries(CLASSES)) {
  test(() => {
    assert_throws_js(TypeError, () => new Transform());
    assert_throws_js(TypeError, () => new Transform({}));
    assert_throws_js(TypeError, () => new Transform({ cipherSuite: 'AES_128_GCM_SHA256_64' }));
    assert_true(new Transform({ cipherSuite: SUITE }) instanceof Transform);
  }, `${name}: a cipher suite is required`);

  promise_test(async (t) => {
    const transform = new Transform({ cipherSuite: SUITE });
    const change = (...args) => transform[CHANGES[name]](...args);
    const key = await cryptoKey(freshNumber());
    for (const kid of [0, 1, 2 ** 53 - 1, 2n ** 64n - 1n]) assert_equals(await change(key, kid), undefined, String(kid));
    await promise_rejects_js(t, RangeError, change(key, 2n ** 64n));
    await promise_rejects_js(t, TypeError, change(key, -1));
    await promise_rejects_js(t, TypeError, change({}, 1));
    await promise_rejects_js(t, TypeError, change(key));
    const wrong = await cryptoKey(freshNumber(), { usages: ['deriveKey'] });
    await promise_rejects_dom(t, 'InvalidModificationError', change(wrong, 1));
    await change(key, 1);
  }, `${name}: keys and key IDs`);
}

test(() => {
  new RTCRtpSFrameEncryptor({ cipherSuite: SUITE, type: 'per-frame' });
  assert_throws_js(TypeError, () => new RTCRtpSFrameEncryptor({ cipherSuite: SUITE, type: 'per-byte' }));
  assert_throws_dom('NotSupportedError', () => new RTCRtpSFrameEncryptor({ cipherSuite: SUITE, type: 'per-packet' }));
}, 'Frames are sealed and packets are not');

promise_test(async (t) => {
  const pc = new RTCPeerConnection();
  t.add_cleanup(() => pc.close());
  const [audio, video] = [pc.addTransceiver('audio'), pc.addTransceiver('video')];
  const encryptor = new RTCRtpSFrameEncryptor({ cipherSuite: SUITE });
  const decryptor = new RTCRtpSFrameDecryptor({ cipherSuite: SUITE });
  assert_throws_js(TypeError, () => setTransform(audio.receiver, encryptor));
  assert_throws_js(TypeError, () => setTransform(audio.sender, decryptor));
  setTransform(audio.sender, encryptor);
  setTransform(audio.receiver, decryptor);
  assert_throws_dom('InvalidStateError', () => setTransform(video.sender, encryptor));
  assert_throws_dom('InvalidStateError', () => setTransform(video.receiver, decryptor));
  setTransform(audio.sender, null);
  assert_equals(audio.sender.transform, null);
}, 'A transform is for one sender or receiver');

/** The tone has an amplitude of 0.5. */
const QUIET = 0.1;

/** A microphone that hears a tone. */
function tone(t) {
  const context = new AudioContext();
  t.add_cleanup(() => context.close());
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  gain.gain.value = 0.5;
  const microphone = context.createMediaStreamDestination();
  oscillator.connect(gain).connect(microphone);
  oscillator.start();
  return microphone.stream;
}

/** Gives a function that says how loud a stream is now, as an amplitude. */
function listen(t, stream) {
  // Chromium decodes no sound that no element plays.
  const element = document.createElement('audio');
  element.muted = true;
  element.srcObject = stream;
  element.play().catch(() => {});
  const context = new AudioContext();
  t.add_cleanup(() => context.close());
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  };
}

/** A page that calls itself, with a transform at each end of each track. */
async function call(t, keys) {
  const ends = [new RTCPeerConnection(), new RTCPeerConnection()];
  const [caller, callee] = ends;
  t.add_cleanup(() => { for (const end of ends) end.close(); });
  caller.onicecandidate = ({ candidate }) => callee.addIceCandidate(candidate);
  callee.onicecandidate = ({ candidate }) => caller.addIceCandidate(candidate);
  const made = { encryptors: [], decryptors: [], errors: [] };
  callee.ontrack = ({ receiver, track, streams: [stream] }) => {
    const decryptor = new RTCRtpSFrameDecryptor({ cipherSuite: SUITE });
    decryptor.onerror = (event) => made.errors.push(event);
    for (const [kid, key] of keys.decryptor) decryptor.addDecryptionKey(key, kid);
    receiver.transform = decryptor;
    made.decryptors.push(decryptor);
    if (track.kind === 'audio') made.ear = listen(t, stream);
  };
  const media = await navigator.mediaDevices.getUserMedia({ video: true });
  for (const track of tone(t).getAudioTracks()) media.addTrack(track);
  t.add_cleanup(() => { for (const track of media.getTracks()) track.stop(); });
  for (const track of media.getTracks()) {
    const encryptor = new RTCRtpSFrameEncryptor({ cipherSuite: SUITE });
    for (const [kid, key] of keys.encryptor) encryptor.setEncryptionKey(key, kid);
    const sender = caller.addTrack(track, media);
    sender.transform = encryptor;
    assert_equals(sender.transform, encryptor, 'the transform is what was set');
    made.encryptors.push(encryptor);
  }
  await caller.setLocalDescription();
  await callee.setRemoteDescription(caller.localDescription);
  await callee.setLocalDescription();
  await caller.setRemoteDescription(callee.localDescription);
  made.statistics = async () => {
    const found = {};
    for (const report of (await callee.getStats()).values()) if (report.type === 'inbound-rtp') found[report.kind] = report;
    return { pictures: found.video?.framesDecoded ?? 0, loudness: made.ear?.() ?? 0, packets: found.audio?.packetsReceived ?? 0 };
  };
  return made;
}

/** Waits until `holds` does; says what was last seen if it never does. */
async function until(description, look, holds) {
  let seen;
  for (let waits = 0; waits < SECONDS * 10; waits += 1) {
    seen = await look();
    if (holds(seen)) return seen;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`${description}: not within ${SECONDS} s: ${JSON.stringify(seen)}`);
}

promise_test(async (t) => {
  install();
  const key = await cryptoKey(freshNumber());
  const made = await call(t, { encryptor: [[9, key]], decryptor: [[9, key]] });
  await until('pictures and sound', made.statistics, ({ pictures, loudness }) => pictures >= 30 && loudness > QUIET);
  assert_equals(made.encryptors.length, 2);
  const reasons = made.errors.filter(({ frame }) => frame.data.byteLength > 0).map(({ errorType }) => errorType);
  assert_array_equals(reasons, [], 'no frame with data was refused');
}, 'Pictures and sound of a call go through both ends');

promise_test(async (t) => {
  install();
  const [key, other] = [await cryptoKey(freshNumber()), await cryptoKey(freshNumber())];
  const kid = 2n ** 60n;
  const made = await call(t, { encryptor: [[kid, key]], decryptor: [[1, other]] });
  await until('errors of both kinds', async () => made.errors.filter(({ errorType }) => errorType === 'keyID'), (events) => (
    events.some(({ frame }) => frame instanceof RTCEncodedVideoFrame) && events.some(({ frame }) => frame instanceof RTCEncodedAudioFrame)));
  const missing = made.errors.filter(({ errorType }) => errorType === 'keyID');
  assert_true(missing.every(({ keyID }) => keyID === kid), 'with the KID of the frames');
  const { pictures, loudness, packets } = await made.statistics();
  assert_equals(pictures, 0, 'no picture without the key');
  assert_less_than(loudness, QUIET, 'no sound either');
  assert_greater_than(packets, 0, 'though packets came');
  for (const decryptor of made.decryptors) await decryptor.addDecryptionKey(other, kid);
  await until('errors of authentication', async () => made.errors.map(({ errorType }) => errorType), (types) => types.includes('authentication'));
  for (const decryptor of made.decryptors) await decryptor.addDecryptionKey(key, kid);
  await until('sound', made.statistics, ({ loudness }) => loudness > QUIET);
  for (const decryptor of made.decryptors) await decryptor.removeDecryptionKey(kid);
  made.errors.length = 0;
  await until('errors again', async () => made.errors.map(({ errorType }) => errorType), (types) => types.includes('keyID'));
}, 'Without the key there is nothing to see, and the errors say which is missing');

test(() => {
  install();
  install();
  const pc = new RTCPeerConnection();
  const { sender, receiver } = pc.addTransceiver('video');
  assert_equals(sender.transform, null);
  const decryptor = new RTCRtpSFrameDecryptor({ cipherSuite: SUITE });
  assert_throws_js(TypeError, () => { sender.transform = decryptor; });
  receiver.transform = decryptor;
  assert_equals(receiver.transform, decryptor);
  const worker = new Worker('frame-tap.js');
  const script = new RTCRtpScriptTransform(worker, 'none');
  sender.transform = script;
  assert_equals(sender.transform, script, 'script transforms are as before');
  assert_throws_js(TypeError, () => { sender.transform = {}; });
  for (const [name, own] of Object.entries(CLASSES)) assert_equals(globalThis[name], own);
  assert_false(sframeClasses().isNative);
  const { enumerable } = Object.getOwnPropertyDescriptor(globalThis, 'RTCRtpSFrameEncryptor');
  assert_false(enumerable, 'as the names of interfaces are');
  worker.terminate();
  pc.close();
}, 'Installed classes are taken by the transform attributes');
