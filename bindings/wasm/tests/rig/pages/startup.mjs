// From nothing to the first sealed frame: a page that starts a call with itself as fast as it can.
// `started` resolves with what took how long, in ms since the page's navigation began.

import { FrameSeal } from '../../dist/index.js';
import { Camera } from './camera.mjs';

const marks = {};
const mark = (name) => {
  marks[name] ??= performance.now();
};

async function start() {
  mark('scripts loaded');
  const worker = new Worker('frameseal-tap-worker.mjs', { type: 'module' });
  const seal = new FrameSeal({ worker });
  mark('FrameSeal made');
  const ready = seal.ready().then(() => mark('engine ready'));
  const key = crypto.getRandomValues(new Uint8Array(16));
  const keyed = seal.setSendKey({ kid: 1, key }).then(() => mark('key ready'));

  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const camera = new Camera({ id: 1 });
  const { sender } = near.addTransceiver(camera.track);
  seal.attachSender(sender);
  for (const [one, other] of [[near, far], [far, near]]) {
    one.onicecandidate = ({ candidate }) => candidate && other.addIceCandidate(candidate);
  }
  near.onconnectionstatechange = () => near.connectionState === 'connected' && mark('connected');
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);

  await Promise.all([ready, keyed]);
  for (;;) {
    const { port1, port2 } = new MessageChannel();
    const [first] = await new Promise((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
      worker.postMessage({ tap: port2 }, [port2]);
    });
    if (first) {
      marks['first sealed frame'] = first.at - performance.timeOrigin;
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  camera.close();
  await seal.dispose();
  near.close();
  far.close();
  return marks;
}

globalThis.started = start();
