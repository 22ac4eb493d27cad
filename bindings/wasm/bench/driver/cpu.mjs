// CPU time of the worker and of its whole process, from Linux' /proc.

import { readdir, readFile } from 'node:fs/promises';

/** The name that Chromium gives to the thread of a dedicated worker, as far as Linux keeps it. */
const WORKER_THREAD = 'DedicatedWorker';

/** Finds the process with the one dedicated worker that runs now. Gives `() => { worker, process }` in ms. */
export async function cpuClock(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const found = [];
  for (const pid of renderers) {
    for (const { name, tid } of await threads(pid)) if (name === WORKER_THREAD) found.push({ pid, tid });
  }
  if (found.length !== 1) throw new Error(`${found.length} worker threads in ${renderers.length} renderers, not one`);
  const [{ pid, tid }] = found;
  return async () => {
    const times = await Promise.all((await threads(pid)).map(({ tid: thread }) => milliseconds(pid, thread)));
    return { worker: await milliseconds(pid, tid), process: times.reduce((sum, ms) => sum + ms, 0) };
  };
}

async function threads(pid) {
  const list = await readdir(`/proc/${pid}/task`);
  const named = list.map(async (tid) => {
    const name = await readFile(`/proc/${pid}/task/${tid}/comm`, 'utf8').catch(() => '');
    return { tid, name: name.trim() };
  });
  return Promise.all(named);
}

/** Time on a processor, which `schedstat` has in ns; `stat` has hundredths of a second. */
async function milliseconds(pid, tid) {
  const text = await readFile(`/proc/${pid}/task/${tid}/schedstat`, 'utf8').catch(() => '0');
  return Number(text.split(' ')[0]) / 1e6;
}
