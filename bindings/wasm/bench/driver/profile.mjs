// Where an implementation spends the time of its worker: Chromium's sampling profiler, summed up.

import { writeFile } from 'node:fs/promises';

/** Time between two samples in µs. */
const INTERVAL = 100;

/** Frames that are given in at once. */
const COUNT = 1000;

/** How many functions are listed. */
const LISTED = 30;

/** Runs bursts of each case for some seconds and gives a table of the functions by their own time. */
export async function profile({ page }, implementation, { cases, seconds, file }) {
  const { name } = implementation;
  const worker = workerSession(page);
  await page.evaluate((which) => bench.open(which), implementation);
  const session = await worker;
  const order = (...words) => page.evaluate((all) => bench.order(...all), [name, ...words]);
  await order('open', { codecs: ['opus', 'vp8'] });
  const text = [];
  for (const { codec, bytes } of cases) {
    for (let warmUp = 0; warmUp < 3; warmUp += 1) await order('burst', { codec, bytes, count: COUNT });
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', { interval: INTERVAL });
    await session.send('Profiler.start');
    const end = Date.now() + seconds * 1000;
    let [frames, ms] = [0, 0];
    while (Date.now() < end) {
      ms += await order('burst', { codec, bytes, count: COUNT });
      frames += COUNT;
    }
    const { profile: samples } = await session.send('Profiler.stop');
    if (file) await writeFile(file.replace(/(\.cpuprofile)?$/, `.${bytes}.cpuprofile`), JSON.stringify(samples));
    text.push(`${name}, ${bytes} B: ${((ms * 1000) / frames).toFixed(1)} µs a frame, encode and decode\n`);
    text.push(summed(samples), '');
  }
  return text.join('\n');
}

/** Own time of each function, largest first, and its share of the time that the thread was busy. */
function summed({ nodes, samples, timeDeltas }) {
  const own = new Map();
  const labels = new Map(nodes.map(({ id, callFrame }) => [id, label(callFrame)]));
  for (const [index, id] of samples.entries()) {
    own.set(labels.get(id), (own.get(labels.get(id)) ?? 0) + timeDeltas[index] / 1000);
  }
  const busy = [...own].filter(([name]) => !['(idle)', '(root)'].includes(name));
  const total = busy.reduce((sum, [, ms]) => sum + ms, 0);
  const largest = [...own].sort((a, b) => b[1] - a[1]).slice(0, LISTED);
  const share = (ms) => ((100 * ms) / total).toFixed(1).padStart(5);
  return largest.map(([name, ms]) => `${ms.toFixed(0).padStart(7)} ms ${share(ms)} %  ${name}`).join('\n');
}

function label({ functionName, url, lineNumber }) {
  const place = url ? ` ${url.split('/').slice(-1)[0]}:${lineNumber + 1}` : '';
  return `${functionName || '(anonymous)'}${place}`;
}

/** Talks to the next worker that the page makes; its messages go through the page's session. */
async function workerSession(page) {
  const session = await page.context().newCDPSession(page);
  const attached = new Promise((resolve) => session.once('Target.attachedToTarget', resolve));
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const { sessionId } = await attached;
  const pending = new Map();
  let last = 0;
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result, error } = JSON.parse(message);
    const waiting = pending.get(id);
    pending.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  });
  const send = (method, params = {}) => {
    last += 1;
    const id = last;
    const answer = new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
    const message = JSON.stringify({ id, method, params });
    return session.send('Target.sendMessageToTarget', { sessionId, message }).then(() => answer);
  };
  return { send };
}
