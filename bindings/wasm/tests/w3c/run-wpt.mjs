// Runs the web platform tests of SFrame over our classes:
//
//   node run-wpt.mjs FOLDER [chromium] [firefox]
//
// FOLDER is a checkout of web-platform-tests/wpt, or as much of it as has `webrtc-encoded-transform`
// and `mediacapture-streams/permission-helper.js`. No package registry has these files, so this is
// no part of the test suite; README.md says what came of them. testharness.js comes from npm.

import { createServer } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BROWSER_NAMES, launch } from '../rig/browsers.mjs';
import { obtainHarness } from './harness.mjs';

const TESTS = 'webrtc-encoded-transform';

/** What does not pass, and why. A test that is not here has to pass; one that is here must not. */
const EXPECTED = {
  'sframe-transform-buffer-source.html: Uint8Array as input to SFrameEncrypterStream':
    'three streams with one key are to give one ciphertext, which is one nonce for three frames; ours go on counting',
  'sframe-transform.html: SFrame decryption with array buffer that is too small':
    'an empty buffer is expected for a refused frame; the specification drops it, and so do we',
  'sframe-transform-readable.html: sframe-transform-readable':
    'wants the classes in a frame that is just being made, where no script can have put them',
};

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

const SHELL = '<!doctype html><meta charset="utf-8"><script type="module" src="/run/shell.mjs"></script>';

/** 60 s for a page; its tests have limits of their own. */
const PAGE_SECONDS = 60;

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node run-wpt.mjs FOLDER [chromium] [firefox]');
  process.exit(2);
}
const files = (await readdir(join(folder, TESTS))).filter((name) => /^sframe-.*\.html$/.test(name)).sort();
if (files.length === 0) throw new Error(`${join(folder, TESTS)} has no sframe-*.html`);

const server = await serve(resolve(folder));
let surprises = 0;
let [passed, total] = [0, 0];
for (const name of names.length === 0 ? BROWSER_NAMES : names) {
  const browser = await launch(name);
  console.log(`${name} ${browser.version}`);
  for (const file of files) {
    const page = await browser.newPage(`${server.origin}/${TESTS}/${file}`);
    const { harness, rows } = await page.evaluate(async (seconds) => {
      // The page is another one first.
      for (let waits = 0; window.results === undefined && waits < 10 * seconds; waits += 1) {
        await new Promise((resolve) => { setTimeout(resolve, 100); });
      }
      return window.results ?? { harness: 'it has no tests', rows: [] };
    }, PAGE_SECONDS);
    const passes = rows.filter((row) => row.passed).length;
    [passed, total] = [passed + passes, total + rows.length];
    console.log(`  ${file}: ${passes} of ${rows.length}`);
    if (rows.length === 0) {
      surprises += 1;
      console.log(`    no test ran: ${harness}\n${page.report()}`);
    }
    for (const { name: title, passed, message } of rows) {
      const reason = EXPECTED[`${file}: ${title}`];
      if (passed && reason === undefined) continue;
      const isSurprise = passed || reason === undefined;
      if (isSurprise) surprises += 1;
      console.log(`    ${isSurprise ? 'SURPRISE' : 'as expected'}: ${title}: ${passed ? 'it passed' : (reason ?? message)}`);
    }
    await page.close();
  }
  await browser.close();
}
await server.close();
console.log(`${passed} of ${total} passed, ${surprises} surprises`);
process.exitCode = surprises === 0 ? 0 : 1;

/** Serves the tests, with a harness and the package in between. */
async function serve(root) {
  const here = (path) => fileURLToPath(new URL(path, import.meta.url));
  const { harness } = await obtainHarness();
  const roots = [
    ['/resources/testharness.js', join(harness, 'testharness.js')],
    ['/resources/testharnessreport.js', here('wpt/testharnessreport.js')],
    ['/resources/testdriver.js', here('wpt/testdriver.js')],
    ['/resources/testdriver-vendor.js', here('wpt/testdriver.js')],
    ['/run/', here('wpt/')],
    ['/dist/', here('../../dist/')],
    ['/', `${root}/`],
  ];
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, 'http://127.0.0.1');
    const path = normalize(decodeURIComponent(pathname));
    const [prefix, place] = roots.find(([prefix]) => path.startsWith(prefix));
    try {
      const isShell = extname(path) === '.html' && search !== '?source';
      const file = place.endsWith('/') ? join(place, path.slice(prefix.length)) : place;
      const body = isShell ? SHELL : await readFile(file);
      response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream', 'Cache-Control': 'no-store' });
      response.end(body);
    } catch {
      response.writeHead(404, { 'Content-Type': 'text/html' }).end('not here');
    }
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}
