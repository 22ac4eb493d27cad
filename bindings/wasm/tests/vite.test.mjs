// The package as an app has it: packed by npm, bundled by Vite, under a strict policy.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { BROWSER_NAMES, launch } from './rig/browsers.mjs';
import { serve } from './rig/server.mjs';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const APP = fileURLToPath(new URL('vite-app', import.meta.url));

test('an app that Vite built', { timeout: 180_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vite-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(APP, folder, { recursive: true });
  const installed = join(folder, 'node_modules', 'frameseal');
  mkdirSync(installed, { recursive: true });
  const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: PACKAGE, encoding: 'utf8' });
  execFileSync('tar', ['-xzf', join(folder, packed.trim()), '-C', installed, '--strip-components=1']);

  await build({ root: folder, logLevel: 'warn' });
  const assets = readdirSync(join(folder, 'dist', 'assets'));
  console.log(`Vite made ${assets.join(', ')}`);
  const server = await serve({ '/': join(folder, 'dist') });
  t.after(() => server.close());

  let calls = 0;
  for (const name of BROWSER_NAMES) {
    const browser = await launch(name, { test: t });
    for (const options of [{ storage: 'memory' }, { storage: 'memory', calls: false }]) {
      const page = await browser.newPage(`${server.origin}/index.html`);
      const tracks = await page.evaluate((options) => call(options), options);
      assert.deepEqual(tracks.map(({ side }) => side).sort(), ['receive', 'send']);
      for (const { frames, passed, side } of tracks) {
        if (side === 'receive') assert.equal(passed, frames);
        assert.ok(passed > 0);
      }
      assert.deepEqual(page.errors, []);
      await page.close();
      calls += 1;
    }
    await browser.close();
  }
  assert.equal(calls, 2 * BROWSER_NAMES.length);
  assert.deepEqual(server.refused, []);
});
