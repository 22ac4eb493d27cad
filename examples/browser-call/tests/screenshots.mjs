// Takes the pictures of README.md: `npm run screenshots`.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { launch } from '../../../bindings/wasm/tests/rig/browsers.mjs';
import { serve } from '../server.mjs';
import { Person } from './people.mjs';

const OUT = fileURLToPath(new URL('../screenshots', import.meta.url));
const DESK = { width: 1240, height: 980 };
const PHONE = { width: 360, height: 740 };

const folder = mkdtempSync(path.join(tmpdir(), 'screenshots-'));
mkdirSync(OUT, { recursive: true });
const server = await serve();
const browser = await launch('chromium');
try {
  const form = await browser.newPage(server.origin);
  await form.evaluate(() => {
    document.getElementById('name').value = 'Ada';
    document.getElementById('room').value = 'heron-willow';
  });
  await take(form, 'join-phone', PHONE, 'light');
  await form.close();

  const address = `${server.origin}/#room=heron-willow`;
  const ada = await Person.join(browser, address, 'Ada');
  const invitation = await ada.invitation();
  const people = [ada, await Person.join(browser, invitation, 'Grace'), await Person.join(browser, invitation, 'Hedy')];
  for (const other of people.slice(1)) await ada.untilItSeesAndHears(other);
  await ada.untilTheOperatorWasAsked();
  await take(ada.page, 'call', DESK, 'light');
  await take(ada.page, 'call-phone', PHONE, 'dark');
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}

async function take(page, name, size, colorScheme) {
  await page.native.setViewportSize(size);
  await page.native.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.native.waitForTimeout(300);
  const full = path.join(folder, `${name}.png`);
  await page.screenshot(full);
  // A palette makes a quarter of it.
  const palette = 'split[a][b];[a]palettegen=max_colors=200[p];[b][p]paletteuse=dither=none';
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', full, '-vf', palette, '-update', '1', path.join(OUT, `${name}.png`)]);
}
