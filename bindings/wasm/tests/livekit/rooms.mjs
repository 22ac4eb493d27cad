// Rooms on a LiveKit server of their own, with participants in Chromium.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../rig/browsers.mjs';
import { RIG, STRICT_POLICY, serve } from '../rig/server.mjs';
import { startLiveKit } from './server.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Starts LiveKit's server, a browser and a server for the pages.
 *
 * @param {import('node:test').TestContext} test ends them.
 * @param {Record<string, string>} [folders] more to serve.
 */
export async function openRooms(test, folders = {}) {
  const livekit = await startLiveKit({ test });
  const policy = STRICT_POLICY.replace("connect-src 'self'", `connect-src 'self' ${livekit.url} ${livekit.url.replace('ws:', 'http:')}`);
  const pages = join(HERE, 'pages');
  const client = join(PACKAGE, 'node_modules', 'livekit-client', 'dist');
  const server = await serve({ '/rig': RIG, '/livekit': pages, '/livekit-client': client, ...folders }, { policy });
  test.after(() => server.close());
  const browser = await launch('chromium', { test });
  return {
    livekit,
    server,
    browser,
    /** Opens a page for each participant, `{ id, codec?, encryption?, publish? }`, and joins them one by one. */
    async room(name, participants) {
      const pages = new Map();
      for (const options of participants) {
        const page = await browser.newPage(`${server.origin}/livekit/participant.html`);
        pages.set(options.id, page);
        const token = livekit.token({ identity: `p${options.id}`, room: name });
        await page.evaluate((options) => participant.join(options), { ...options, url: livekit.url, token });
      }
      return pages;
    },
    /** Lets everybody say something, and gives who heard whom: `to` by `from`. */
    async talk(pages, seconds = 2) {
      for (const [id, page] of pages) await page.evaluate((id) => participant.say(`hello from ${id}`), id);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      const heard = [];
      for (const [to, page] of pages) {
        for (const line of await page.evaluate(() => participant.heard)) {
          const [, from, said] = line.match(/^p(\d+): hello from (\d+)$/) ?? [];
          if (from === undefined || from !== said) throw new Error(`p${to} heard something else: ${line}`);
          heard.push(`${from}→${to}`);
        }
      }
      return heard.sort();
    },
  };
}
