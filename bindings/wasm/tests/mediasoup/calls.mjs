// Calls through a mediasoup server of their own, with participants in Chromium.

import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../rig/browsers.mjs';
import { RIG, serve } from '../rig/server.mjs';
import { startMediasoup } from './server.mjs';
import { signalling } from './signalling.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/**
 * Starts mediasoup, a browser and a server for the pages.
 *
 * @param {import('node:test').TestContext} test ends them.
 * @param {Record<string, string>} [folders] more to serve.
 */
export async function openCalls(test, folders = {}) {
  const mediasoup = await startMediasoup({ test });
  const bundle = mkdtempSync(join(tmpdir(), 'mediasoup-client-'));
  test.after(() => rmSync(bundle, { recursive: true, force: true }));
  // The client is a package for bundlers.
  await build({
    stdin: { contents: "export { Device } from 'mediasoup-client';", resolveDir: HERE },
    outfile: join(bundle, 'mediasoup-client.js'),
    bundle: true,
    format: 'esm',
    logLevel: 'error',
  });
  const server = await serve({ '/rig': RIG, '/mediasoup': join(HERE, 'pages'), '/bundle': bundle, ...folders });
  test.after(() => server.close());
  const browser = await launch('chromium', { test });
  return {
    mediasoup,
    server,
    browser,
    /** Opens a page for each participant, `{ id, codec?, encryption? }`; then everybody watches everybody. */
    async call(participants) {
      const pages = new Map();
      const producers = new Map();
      for (const options of participants) {
        const page = await browser.newPage(`${server.origin}/mediasoup/participant.html`);
        await page.expose('toServer', signalling(mediasoup));
        pages.set(options.id, page);
        producers.set(options.id, await page.evaluate((options) => participant.join(options), options));
      }
      for (const [to, page] of pages) {
        for (const [from, ids] of producers) {
          if (from !== to && ids.length > 0) await page.evaluate((from, ids) => participant.watch(from, ids), from, ids);
        }
      }
      return pages;
    },
  };
}
