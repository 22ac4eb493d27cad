// The worker that everything is measured in. It loads one implementation into itself, unchanged, and
// hands it streams and frames; orders come through a port, since `onmessage` is the implementation's.

import { Call } from './call.mjs';
import { setOriginals } from './frames.mjs';
import { prove } from './proof.mjs';
import { RoundTrip } from './round_trip.mjs';
import { firstFrame } from './start_up.mjs';

/** What the implementation posts to its page; reading it is all that a page does between tracks. */
const posted = [];
self.postMessage = (message) => posted.push(message);

let implementation;
let call;
const roundTrips = new Map();

async function start({ module, originals }) {
  setOriginals(originals);
  const code = await import(module);
  implementation = await code.start({ posted });
}

const OPERATIONS = {
  start,

  async startUp(order) {
    await start(order);
    return firstFrame(implementation);
  },

  /** Opens a track from somebody to themselves for each codec. */
  async open({ codecs }) {
    await implementation.key('somebody', crypto.getRandomValues(new Uint8Array(16)));
    for (const codec of codecs) roundTrips.set(codec, new RoundTrip(implementation, 'somebody', codec));
  },

  async prove({ codec, bytes }) {
    const checks = await prove(roundTrips.get(codec), bytes);
    posted.splice(0); // that it complains about the changed frame is right
    return checks;
  },

  burst: ({ codec, bytes, count }) => roundTrips.get(codec).burst(bytes, count),
  oneByOne: ({ codec, bytes, count }) => roundTrips.get(codec).oneByOne(bytes, count),

  async prepareCall({ seconds }) {
    call = new Call();
    await call.prepare(implementation, seconds);
  },

  runCall: ({ seconds }) => call.run(seconds),
};

const failures = [];
self.addEventListener('unhandledrejection', ({ reason }) => failures.push(String(reason)));
self.addEventListener('error', ({ message }) => failures.push(message));

function take({ data: { port } }) {
  port.onmessage = async ({ data: { id, operation, ...order } }) => {
    try {
      const result = await OPERATIONS[operation](order);
      port.postMessage({ id, result, complaints: [...failures.splice(0), ...(implementation?.complaints() ?? [])] });
    } catch (error) {
      const said = JSON.stringify(implementation?.complaints() ?? []);
      port.postMessage({ id, error: `${error?.stack ?? error}\nThe implementation said: ${said}` });
    }
  };
}

// Only the first message is ours.
self.addEventListener('message', take, { once: true });
