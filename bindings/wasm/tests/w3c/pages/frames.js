// Real encoded frames: a call of the page with itself, from which a worker passes frames on.

'use strict';

/** Gives one encoded frame of each kind, `{ audio, video }`. Only a window can make calls. */
async function encodedFrames() {
  const worker = new Worker('/w3c/frame-tap.js');
  const calling = [new RTCPeerConnection(), new RTCPeerConnection()];
  const [caller, callee] = calling;
  try {
    const frames = new Promise((resolve, reject) => {
      const found = {};
      worker.onerror = () => reject(new Error('the worker that taps frames failed'));
      worker.onmessage = ({ data: { kind, frame } }) => {
        found[kind] ??= frame;
        if (found.audio && found.video) resolve(found);
      };
    });
    caller.onicecandidate = ({ candidate }) => callee.addIceCandidate(candidate);
    callee.onicecandidate = ({ candidate }) => caller.addIceCandidate(candidate);
    const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    for (const track of media.getTracks()) {
      const sender = caller.addTrack(track, media);
      sender.transform = new RTCRtpScriptTransform(worker, track.kind);
    }
    await caller.setLocalDescription();
    await callee.setRemoteDescription(caller.localDescription);
    await callee.setLocalDescription();
    await caller.setRemoteDescription(callee.localDescription);
    const both = await frames;
    for (const track of media.getTracks()) track.stop();
    return both;
  } finally {
    for (const end of calling) end.close();
    worker.terminate();
  }
}
