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
const DESK = { width: 1240, height: 960 };
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
  const [grace, hedy] = [await Person.join(browser, invitation, 'Grace'), await Person.join(browser, invitation, 'Hedy')];
  for (const other of [grace, hedy]) await ada.untilItSeesAndHears(other);

  await ada.openDialog('Grace');
  await ada.press('verify-compare');
  await grace.until('to be asked', () => document.getElementById('verify').open);
  await grace.press('verify-compare');
  await grace.pictures();
  await take(grace.page, 'verify-phone', PHONE, 'dark');
  await ada.pictures();
  await ada.press('verify-same');
  await ada.untilLockOf('Grace', 'Encrypted, verified');
  await ada.press('verify-close');

  await ada.untilTheOperatorWasAsked();
  await take(ada.page, 'call', DESK, 'light');
  await take(ada.page, 'call-phone', PHONE, 'dark');

  for (const person of [grace, hedy, ada]) await person.goClear();
  for (const other of [grace, hedy]) await ada.untilItSeesAndHears(other);
  await new Promise((resolve) => setTimeout(resolve, 4000));
  await ada.untilTheOperatorWasAsked();
  await take(ada.page, 'call-clear', DESK, 'dark');
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}

async function take(page, name, size, colorScheme) {
  await page.native.setViewportSize(size);
  await page.native.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(() => scrollTo(0, 0));
  await page.native.waitForTimeout(300);
  const full = path.join(folder, `${name}.png`);
  await page.screenshot(full);
  // A palette makes a quarter of it.
  const palette = 'split[a][b];[a]palettegen=max_colors=200[p];[b][p]paletteuse=dither=none';
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', full, '-vf', palette, '-update', '1', path.join(OUT, `${name}.png`)]);
}
