// The wasm module, once for each realm.

import { FrameSealError } from './error.js';
import init, { initSync } from './wasm/frameseal_wasm.js';
import type { InitOutput } from './wasm/frameseal_wasm.js';

/** Where the module is when nobody says otherwise: beside this file. */
const BESIDE = new URL('./frameseal.wasm', import.meta.url);

let loading: Promise<InitOutput> | undefined;

/**
 * Loads the engine, once: in a page, a worker, Node.js 20 or newer, and whatever else has
 * `WebAssembly` and `crypto.getRandomValues`.
 *
 * @param source The module itself, or its address; by default `frameseal.wasm` beside this file.
 * @throws {FrameSealError} `NoEngine` when the module cannot be fetched, is not the package's, or
 *   the Content-Security-Policy lacks `'wasm-unsafe-eval'`.
 */
export function load(source?: URL | string | BufferSource | WebAssembly.Module): Promise<InitOutput> {
  loading ??= instantiate(source ?? BESIDE).catch((cause: unknown) => {
    loading = undefined;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FrameSealError('NoEngine', `the engine cannot be loaded: ${why}`, { cause });
  });
  return loading;
}

async function instantiate(
  source: URL | string | BufferSource | WebAssembly.Module,
): Promise<InitOutput> {
  if (source instanceof WebAssembly.Module) return initSync({ module: source });
  if (!(source instanceof URL) && typeof source !== 'string') {
    return initSync({ module: source });
  }
  const url = new URL(source, import.meta.url);
  if (url.protocol === 'file:') {
    // Node.js cannot fetch files. The name is not a literal so that no bundler looks for it.
    const files = 'node:fs/promises';
    const { readFile } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ files)) as {
      readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
    };
    return initSync({ module: await readFile(url) });
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}; serve frameseal.wasm there`);
  return await init({ module_or_path: response });
}
