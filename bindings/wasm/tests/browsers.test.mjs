// The rig itself: both browsers behave alike behind its face, and the server serves what it
// was given and nothing else.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { BROWSER_NAMES, launch } from './rig/browsers.mjs';
import { RIG, serve } from './rig/server.mjs';

const MEBIBYTE = 1024 * 1024;

for (const name of BROWSER_NAMES) {
  test(`${name} behind the common face`, async (t) => {
    const server = await serve({ '/rig': RIG });
    t.after(() => server.close());
    const browser = await launch(name, { test: t });
    const page = await browser.newPage(`${server.origin}/rig/pages/blank.html`);

    assert.equal(await page.evaluate(async (a, b) => a + b.c, 1, { c: 2 }), 3);
    assert.equal(await page.evaluate(() => isSecureContext && document.visibilityState), 'visible');
    await assert.rejects(page.evaluate(() => { throw new RangeError('too far'); }), /too far/);

    const heard = [];
    await page.expose('toNode', async (word) => heard.push(word));
    assert.equal(await page.evaluate(() => toNode('once')), 1);
    await page.reload();
    assert.equal(await page.evaluate(() => toNode('again')), 2);
    assert.deepEqual(heard, ['once', 'again']);

    await page.evaluate(() => console.warn('beware'));
    await page.evaluate(() => { setTimeout(() => { throw new Error('out of the blue'); }); });
    await waitFor(() => page.errors.length === 1 && page.log.some((line) => line.includes('beware')));
    assert.match(page.errors[0], /uncaught: .*out of the blue/);
    assert.match(browser.report(), /beware/);

    // The policy forbids eval and inline script, and allows modules and WebAssembly.
    assert.equal(await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.inline = true';
      document.head.append(script);
      return window.inline ?? 'blocked';
    }), 'blocked');
    assert.equal(await page.evaluate(async () => {
      await WebAssembly.compile(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
      return (await import('/rig/pages/picture.mjs')).WIDTH;
    }), 320);

    const path = join(mkdtempSync(join(tmpdir(), 'rig-')), 'page.png');
    await page.screenshot(path);
    assert.equal(readFileSync(path).subarray(1, 4).toString(), 'PNG');

    const second = await browser.newPage(`${server.origin}/rig/pages/blank.html`);
    assert.equal(await page.evaluate(() => document.visibilityState), 'visible', 'the first page stays visible');
    await second.close();
    assert.deepEqual(server.refused, []);
  });
}

for (const name of BROWSER_NAMES) {
  test(`${name}: memory that a page holds is seen`, async (t) => {
    const server = await serve({ '/rig': RIG }, { isolated: true });
    t.after(() => server.close());
    const browser = await launch(name, { test: t });
    const page = await browser.newPage(`${server.origin}/rig/pages/blank.html`);
    const before = { memory: browser.memory(), heap: await page.heap() };
    await page.evaluate(() => { window.held = new Uint8Array(200 * 1024 * 1024).fill(1); });
    assert.ok(browser.memory() - before.memory > 150 * MEBIBYTE);
    if (name === 'chromium') assert.ok(await page.heap() - before.heap > 150 * MEBIBYTE);
    else assert.equal(before.heap, null);
  });
}

test('the server serves its folders and nothing else', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rig-'));
  writeFileSync(join(folder, 'a.mjs'), 'export {};');
  writeFileSync(join(folder, 'a.wasm'), Buffer.from([0, 0x61, 0x73, 0x6d]));
  writeFileSync(join(folder, 'key.pem'), 'not to be served');
  symlinkSync('/etc/hostname', join(folder, 'link.json'));
  const server = await serve({ '/x': folder });
  t.after(() => server.close());

  const expected = [
    ['GET', '/x/a.mjs', 200, 'text/javascript; charset=utf-8'],
    ['HEAD', '/x/a.wasm', 200, 'application/wasm'],
    ['GET', '/x/key.pem', 404],
    ['GET', '/x/link.json', 404],
    ['GET', '/x/../x/none.mjs', 404],
    ['GET', '/x/..%2f..%2fetc/hostname', 404],
    ['GET', '/x/%00.mjs', 404],
    ['GET', '/x/%zz', 404],
    ['GET', '/', 404],
    ['POST', '/x/a.mjs', 404],
  ];
  for (const [method, path, status, type] of expected) {
    const answer = await ask(server.origin, method, path);
    assert.equal(answer.statusCode, status, `${method} ${path}`);
    if (type) assert.equal(answer.headers['content-type'], type);
    assert.match(answer.headers['content-security-policy'], /script-src 'self' 'wasm-unsafe-eval'/);
  }
  assert.equal(server.refused.length, 8);
});

// Node's own client: fetch would tidy the paths up.
function ask(origin, method, path) {
  return new Promise((resolve, reject) => {
    request(origin, { method, path }, (answer) => answer.resume().on('end', () => resolve(answer)))
      .on('error', reject)
      .end();
  });
}

async function waitFor(condition, milliseconds = 5000) {
  const end = Date.now() + milliseconds;
  while (!condition()) {
    assert.ok(Date.now() < end, `in ${milliseconds} ms this did not become true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
