// What the README says, in an app that has the package from npm: a call of a page with itself.

import { FrameSeal } from 'frameseal';
import { attachPeerConnection } from 'frameseal/adapters/peer-connection';

/** Sends a picture sealed, opens it, and gives the statistics of both sides once it has arrived. */
async function call(options) {
  const key = () => new Uint8Array(16).fill(7);
  const [near, far] = [new FrameSeal(options), new FrameSeal(options)];
  const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
  attachPeerConnection(near, from);
  attachPeerConnection(far, to);
  await near.setSendKey({ kid: 1, key: key() });
  await far.addReceiveKey({ kid: 1, key: key(), from: 'near' });

  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  let drawn = 0;
  setInterval(() => context.fillRect(drawn++ % 300, 0, 10, 150), 50);
  from.addTrack(canvas.captureStream(20).getVideoTracks()[0]);
  const video = document.createElement('video');
  video.muted = true;
  to.ontrack = ({ track }) => {
    video.srcObject = new MediaStream([track]);
    video.play();
  };
  for (const [one, other] of [[from, to], [to, from]]) {
    one.onicecandidate = ({ candidate }) => candidate && other.addIceCandidate(candidate);
  }
  await from.setLocalDescription();
  await to.setRemoteDescription(from.localDescription);
  await to.setLocalDescription();
  await from.setRemoteDescription(to.localDescription);
  await new Promise((resolve) => { video.onplaying = resolve; });

  const tracks = [(await near.statistics()).tracks, (await far.statistics()).tracks].flat();
  for (const one of [near, far]) await one.dispose();
  from.close();
  to.close();
  return tracks.filter(({ frames }) => frames > 0).map(({ side, frames, passed }) => ({ side, frames, passed }));
}

globalThis.call = call;
