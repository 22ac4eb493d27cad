// Real encoded frames: a call of the browser with itself, which is over once they are there.

/** Answers an audio frame, a VP8 key frame and a VP8 delta frame, each a copy that nobody sends. */
export async function harvest() {
  const worker = new Worker('../worker/harvest.mjs', { type: 'module' });
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 64, height: 48 } });
  const [sender, receiver] = [new RTCPeerConnection(), new RTCPeerConnection()];
  sender.onicecandidate = ({ candidate }) => receiver.addIceCandidate(candidate);
  receiver.onicecandidate = ({ candidate }) => sender.addIceCandidate(candidate);
  try {
    for (const track of media.getTracks()) {
      sender.addTrack(track, media).transform = new RTCRtpScriptTransform(worker, {});
    }
    const frames = {};
    const complete = new Promise((resolve) => {
      worker.onmessage = ({ data: { name, frame } }) => {
        frames[name] ??= frame;
        if (frames.audio && frames.key && frames.delta) resolve(frames);
      };
    });
    await sender.setLocalDescription();
    await receiver.setRemoteDescription(sender.localDescription);
    await receiver.setLocalDescription();
    await sender.setRemoteDescription(receiver.localDescription);
    return await complete;
  } finally {
    sender.close();
    receiver.close();
    for (const track of media.getTracks()) track.stop();
    worker.terminate();
  }
}
