// The page: makes workers and passes orders on to them. `bench` is what the driver calls.

import { harvest } from './originals.mjs';

let originals;
const workers = new Map();

globalThis.bench = {
  async harvest() {
    originals = await harvest();
    return Object.fromEntries(Object.entries(originals).map(([name, { constructor }]) => [name, constructor.name]));
  },

  /** Makes a worker with what `module` has. */
  async open({ name, module }) {
    workers.set(name, new Measured(name));
    await workers.get(name).order('start', { module, originals });
  },

  order: (name, operation, words) => workers.get(name).order(operation, words),

  close(name) {
    workers.get(name).terminate();
    workers.delete(name);
  },

  /** How many ms it takes from `new Worker` to the first sealed frame. */
  async startUp({ name, module }) {
    const begin = performance.timeOrigin + performance.now();
    const worker = new Measured(name);
    const end = await worker.order('startUp', { module, originals });
    worker.terminate();
    return end - begin;
  },
};

class Measured {
  #worker;
  #port;
  #pending = new Map();
  #orders = 0;

  constructor(name) {
    this.#worker = new Worker('../worker/main.mjs', { type: 'module', name });
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker.onerror = (event) => this.#fail(`the worker did not load: ${event.message ?? 'no reason given'}`);
    this.#port.onmessage = ({ data: { id, result, error, complaints } }) => {
      const { resolve, reject } = this.#pending.get(id);
      this.#pending.delete(id);
      if (error) reject(new Error(error));
      else if (complaints.length > 0) reject(new Error(`it reports ${JSON.stringify(complaints.slice(0, 5))}`));
      else resolve(result);
    };
    this.#worker.postMessage({ port: port2 }, [port2]);
  }

  order(operation, words = {}) {
    this.#orders += 1;
    const id = this.#orders;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#port.postMessage({ id, operation, ...words });
    });
  }

  terminate() {
    this.#worker.terminate();
    this.#port.close();
  }

  #fail(reason) {
    for (const { reject } of this.#pending.values()) reject(new Error(reason));
    this.#pending.clear();
  }
}
globalThis.ready = true;
