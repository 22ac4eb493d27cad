// A page in headless Chromium, served from here, with the clock of an isolated page (5 µs).

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What the page may ask for, by the first part of the path. */
const SERVED = {
  page: join(ROOT, 'page'),
  worker: join(ROOT, 'worker'),
  implementations: join(ROOT, 'implementations'),
  test: join(ROOT, 'test'),
  node_modules: join(ROOT, 'node_modules'),
  frameseal: join(ROOT, '../dist'),
};

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--js-flags=--expose-gc',
];

/** Opens the page. `BROWSER` in the environment names another Chromium than Debian's. */
export async function openPage() {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const executablePath = process.env.BROWSER ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  const close = async () => {
    await browser.close();
    server.close();
  };
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => process.stderr.write(`page: ${error}\n`));
    page.on('console', (message) => process.stderr.write(`page: ${message.text()}\n`));
    await page.goto(`http://127.0.0.1:${server.address().port}/page/index.html`);
    await page.waitForFunction(() => globalThis.bench);
    if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error('the page is not isolated');
    await harvest(page);
    return { browser, page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Has the page fetch real encoded frames, and makes sure that they are. */
async function harvest(page) {
  const kinds = await page.evaluate(() => bench.harvest());
  const wanted = { audio: 'RTCEncodedAudioFrame', key: 'RTCEncodedVideoFrame', delta: 'RTCEncodedVideoFrame' };
  for (const [name, type] of Object.entries(wanted)) {
    if (kinds[name] !== type) throw new Error(`${name} frame is a ${kinds[name]}, not a ${type}`);
  }
}

async function answer(request, response) {
  const path = decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname);
  const [first, ...rest] = normalize(path).split('/').filter(Boolean);
  const folder = Object.hasOwn(SERVED, first ?? '') ? SERVED[first] : undefined;
  const body = folder && (await readFile(join(folder, ...rest)).catch(() => undefined));
  const headers = {
    'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    // Every worker loads its code anew; compiled code is not kept from one start to the next.
    'Cache-Control': 'no-store',
  };
  response.writeHead(body ? 200 : 404, headers);
  response.end(body);
}
