// A hook that sets an RTCRtpScriptTransform on everything. `options` are those of the worker
// for the two ends, `{ sender, receiver }`; `worker`, another module for it; and `when` to
// set the transform: `now`, in a `microtask`, in a `task`, or after so many milliseconds.

const TIMES = {
  now: (set) => set(),
  microtask: (set) => queueMicrotask(set),
  task: (set) => setTimeout(set, 0),
};

export async function attach({ options = {} }) {
  const url = new URL(options.worker ?? 'transform-worker.mjs', import.meta.url);
  const worker = new Worker(url, { type: 'module' });
  worker.onerror = (event) => console.error(`worker: ${event.message}`);
  const waiting = new Map();
  worker.onmessage = ({ data: { id, answer } }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  };
  const ask = (message) =>
    new Promise((resolve) => {
      const id = crypto.randomUUID();
      waiting.set(id, resolve);
      worker.postMessage({ ...message, id });
    });
  const ends = {};
  const { when = 'now' } = options;
  const set = (end, name, more) => {
    ends[name] = end;
    const now = () => {
      end.transform = new RTCRtpScriptTransform(worker, { name, ...more });
    };
    if (typeof when === 'number') setTimeout(now, when);
    else TIMES[when](now);
  };

  return {
    sender: ({ sender, kind }) => set(sender, `send ${kind}`, options.sender),
    receiver: ({ receiver, kind }) => set(receiver, `receive ${kind}`, options.receiver),
    statistics: () => ask({ command: 'statistics' }),
    async command(command, name, ...rest) {
      // Replaces or, without options, takes away the transform of a live sender or receiver.
      if (command === 'replace') {
        const [more] = rest;
        ends[name].transform = more === null ? null : new RTCRtpScriptTransform(worker, { name, ...more });
        return null;
      }
      if (command === 'reuse') {
        const [from] = rest;
        ends[name].transform = ends[from].transform;
        return null;
      }
      return ask({ command, name });
    },
    close: () => worker.terminate(),
  };
}
