// Streams and the encoded frames of a real call, in a window and in the worker of a transform.

import { Bench, SUITE, assert_bytes, cryptoKey, freshNumber, keyBytes, turn } from './bench.mjs';
import { Reference } from './reference.mjs';

promise_test(async () => {
  const frames = await encodedFrames();
  const number = freshNumber();
  const key = await cryptoKey(number);
  const [sealing, opening] = [Bench.sealing(), Bench.opening()];
  await sealing.stream.setEncryptionKey(key, 11);
  await opening.stream.addDecryptionKey(key, 11);
  const reference = await Reference.of(SUITE, 11n, keyBytes(number));
  for (const [kind, frame] of Object.entries(frames)) {
    const before = new Uint8Array(frame.data).slice();
    assert_greater_than(before.length, 0, `${kind}: there is something in the frame`);
    const metadata = JSON.stringify(frame.getMetadata());
    assert_equals(await sealing.send(frame), frame, `${kind}: the frame itself comes out`);
    assert_bytes((await reference.open(new Uint8Array(frame.data))).plaintext, before, `${kind}: sealed`);
    assert_equals(JSON.stringify(frame.getMetadata()), metadata, `${kind}: its metadata are as before`);
    const sealed = new Uint8Array(frame.data).slice();
    const forged = sealed.map((byte, index) => (index === 9 ? byte ^ 1 : byte));
    frame.data = forged.slice().buffer;
    assert_equals(await opening.send(frame), null, `${kind}: a forged frame is dropped`);
    const event = opening.errors.at(-1);
    assert_equals(event.errorType, 'authentication');
    assert_equals(event.frame, frame);
    assert_bytes(new Uint8Array(frame.data), forged, `${kind}: and left as it was`);
    frame.data = sealed.buffer;
    assert_equals(await opening.send(frame), frame, `${kind}: the frame itself comes out`);
    assert_bytes(new Uint8Array(frame.data), before, `${kind}: opened`);
  }
  assert_equals(opening.errors.length, 2);
}, 'Encoded frames come out as themselves, with other data');

promise_test(async (t) => {
  const FRAMES = 50;
  const worker = new Worker('call-worker.mjs', { type: 'module' });
  t.add_cleanup(() => worker.terminate());
  const counts = { sealed: 0, opened: 0, reasons: [], same: 0 };
  const enough = new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(`the worker failed: ${event.message}`));
    worker.onmessage = ({ data }) => {
      if (data === 'ready') return;
      Object.assign(counts, data);
      if (counts.opened >= FRAMES) resolve();
    };
  });
  await new Promise((resolve) => { worker.addEventListener('message', resolve, { once: true }); });
  const number = freshNumber();
  const [key, wrong] = [await cryptoKey(number), await cryptoKey(freshNumber())];
  const calling = [new RTCPeerConnection(), new RTCPeerConnection()];
  t.add_cleanup(() => { for (const end of calling) end.close(); });
  const [caller, callee] = calling;
  caller.onicecandidate = ({ candidate }) => callee.addIceCandidate(candidate);
  callee.onicecandidate = ({ candidate }) => caller.addIceCandidate(candidate);
  callee.ontrack = ({ receiver, streams: [stream] }) => {
    receiver.transform = new RTCRtpScriptTransform(worker, { side: 'receiver', suite: SUITE, keys: [[1, wrong], [2 ** 40, key]] });
    const audio = document.createElement('audio');
    audio.srcObject = stream;
    audio.muted = true;
    audio.play();
  };
  const media = await navigator.mediaDevices.getUserMedia({ audio: true });
  t.add_cleanup(() => { for (const track of media.getTracks()) track.stop(); });
  const sender = caller.addTrack(media.getAudioTracks()[0], media);
  sender.transform = new RTCRtpScriptTransform(worker, { side: 'sender', suite: SUITE, keys: [[2 ** 40, key]] });
  await caller.setLocalDescription();
  await callee.setRemoteDescription(caller.localDescription);
  await callee.setLocalDescription();
  await caller.setRemoteDescription(callee.localDescription);
  await enough;
  assert_greater_than_equal(counts.sealed, counts.opened, 'what was opened had been sealed');
  // Firefox hands over padding as frames of 0 bytes, which are no SFrames.
  const reasons = counts.reasons.filter((reason) => reason !== 'syntax of 0 bytes');
  assert_equals(reasons.join(', '), '', 'no frame with data was refused');
  assert_equals(counts.same, 0, 'no frame left as it came');
  await turn();
}, 'The audio of a call goes through both streams in the worker of a transform');
