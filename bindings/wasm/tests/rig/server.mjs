// A static server on the loopback address, which browsers take for a secure context.
//
//   const server = await serve({ '/rig': RIG, '/dist': folder });
//   await browser.newPage(`${server.origin}/rig/pages/blank.html`);
//   await server.close();

import { createServer } from 'node:http';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The folder of the rig itself: pages and the modules that run in them. */
export const RIG = fileURLToPath(new URL('.', import.meta.url));

/** What an app with a strict policy would send. `wasm-unsafe-eval` allows WebAssembly, not eval. */
export const STRICT_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const MIME_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.idl': 'text/plain; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * Serves `folders`, a record of URL prefix to folder, on 127.0.0.1 and a port of the system's
 * choice; the longest prefix that fits a path counts.
 *
 * @param {Record<string, string>} folders
 * @param {object} [options]
 * @param {string | null} [options.policy] the Content-Security-Policy; null for none.
 * @param {boolean} [options.isolated] cross-origin isolation, without which there is no SharedArrayBuffer.
 * @param {Record<string, number>} [options.delays] milliseconds to wait before a path is answered.
 * @returns {Promise<{origin: string, refused: string[], close(): Promise<void>}>} `refused` lists
 *   what was asked for and not there.
 */
export async function serve(folders, { policy = STRICT_POLICY, isolated = false, delays = {} } = {}) {
  const roots = [];
  for (const [prefix, folder] of Object.entries(folders)) {
    roots.push({ prefix: prefix.replace(/\/*$/, '/'), folder: await realpath(folder) });
  }
  roots.sort((a, b) => b.prefix.length - a.prefix.length);

  const refused = [];
  const server = createServer(async (request, response) => {
    // A delay is looked up before anything else, so that it holds for what is not there, too.
    const path = pathOf(request.url);
    if (path !== null && delays[path]) await sleep(delays[path]);
    const file = ['GET', 'HEAD'].includes(request.method) && path !== null ? await find(roots, path) : null;
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    if (policy !== null) response.setHeader('Content-Security-Policy', policy);
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    }
    if (path === '/favicon.ico') {
      // Browsers ask for an icon by themselves and log an error where there is none.
      response.writeHead(204).end();
      return;
    }
    if (file === null) {
      refused.push(`${request.method} ${request.url}`);
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('not here\n');
      return;
    }
    response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.bytes.length });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    refused,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url, 'http://127.0.0.1').pathname);
  } catch {
    return null;
  }
}

async function find(roots, path) {
  const root = roots.find(({ prefix }) => path.startsWith(prefix));
  const type = MIME_TYPES[extname(path)];
  if (root === undefined || type === undefined || path.includes('\0')) return null;
  try {
    // Links are followed before the comparison, so that none leads out of the folder.
    const file = await realpath(join(root.folder, path.slice(root.prefix.length)));
    if (!file.startsWith(root.folder + sep)) return null;
    return { type, bytes: await readFile(file) };
  } catch {
    return null;
  }
}
