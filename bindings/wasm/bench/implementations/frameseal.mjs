// The worker of this package as built. It takes its orders as messages, streams among them.

/** AES_128_GCM_SHA256_128 of RFC 9605: the cipher and the tag that the peers have. */
const SUITE = 4;

const SETUP = { format: 'transparent', padding: 0, storage: 'memory' };

export async function start({ posted }) {
  const asked = new Map();
  const users = new Map();
  let [requests, tracks] = [0, 0];

  self.postMessage = ({ frameseal }) => {
    const { answer, value, error } = frameseal;
    if (answer === undefined) {
      posted.push(frameseal);
      return;
    }
    const { resolve, reject } = asked.get(answer);
    asked.delete(answer);
    if (error) reject(new Error(error.message));
    else resolve(value);
  };

  /** One participant: the worker's code, evaluated once more, and what it listens to messages with. */
  const participant = async (name) => {
    let listener;
    self.addEventListener = (type, listens) => {
      if (type === 'message') listener = listens;
    };
    await import(`/frameseal/worker.js?${name}`);
    delete self.addEventListener; // the prototype has it
    const tell = (frameseal) => listener({ data: { frameseal } });
    const ask = (body) => {
      const { promise, resolve, reject } = Promise.withResolvers();
      requests += 1;
      asked.set(requests, { resolve, reject });
      tell({ request: requests, body });
      return promise;
    };
    await ask({ do: 'setup', setup: SETUP });
    return { tell, ask };
  };

  const open = ({ tell }, side, readable, writable) => {
    tracks += 1;
    tell({ streams: { id: tracks, side }, readable, writable });
  };

  const sender = await participant('sender');
  // A FrameSeal refuses what it sealed itself, which an operator might send back, so somebody else opens
  // it here: in the same worker, made when there is something to open.
  let receiver;

  return {
    async key(name, secret) {
      const key = () => ({ suite: SUITE, kid: BigInt(number), key: secret.slice() });
      const number = users.size;
      users.set(name, { key, isHeard: undefined });
      await sender.ask({ do: 'setSendKey', key: key() });
    },
    encode: (name, codec, readable, writable) => open(sender, 'send', readable, writable),
    async decode(name, codec, readable, writable) {
      const { ask, tell } = await (receiver ??= participant('receiver'));
      const user = users.get(name);
      await (user.isHeard ??= ask({ do: 'addReceiveKey', from: name, key: user.key() }));
      open({ tell }, 'receive', readable, writable);
    },
    complaints: () => posted.filter(({ event }) => event?.type === 'rejected'),
  };
}
