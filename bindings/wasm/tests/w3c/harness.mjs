// W3C's test harness and the newest IDL, from npm.
//
// No registry has the web platform tests themselves. `wpt-runner` carries their testharness.js,
// idlharness.js and webidl2.js unchanged; `@webref/idl` carries the IDL of every specification as
// published. Both are unpacked into a folder that git ignores, and nothing of them is installed.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What is fetched: name, version, and the hash that the registry states. */
const PACKAGES = {
  'wpt-runner': {
    version: '7.0.0',
    integrity: 'sha512-hMFl9Dwlc8cztxhm0y2SjLA9LmZdLk5w5ySLpDFNgPh37zjzgjaTvxsyMUSkrVFSW8eVc3qQhyNm3wK83+VqVQ==',
  },
  '@webref/idl': {
    version: '3.85.0',
    integrity: 'sha512-pUflhFMSsZ+uwjxiyFwvzs1q/Y+1a4xps0toQbHgyNXvE9QMC+BpQZxhdX3VAS+OF0349XIezNHUE0V4NWFffw==',
  },
};

const FOLDER = fileURLToPath(new URL('.harness', import.meta.url));

/** Gives the folders of harness and IDL files, fetching them the first time. */
export async function obtainHarness() {
  const [runner, idl] = await Promise.all(Object.keys(PACKAGES).map(obtain));
  return { harness: join(runner, 'testharness'), idl };
}

async function obtain(name) {
  const { version, integrity } = PACKAGES[name];
  const folder = join(FOLDER, `${name.replace('/', '+')}-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(FOLDER, { recursive: true });
  // Unpacked beside its place and moved there whole, so that a run that is stopped leaves no half.
  const scratch = await mkdtemp(join(FOLDER, 'fetching-'));
  try {
    const { stdout } = await run('npm', ['pack', `${name}@${version}`, '--json', '--silent'], { cwd: scratch });
    const tarball = join(scratch, JSON.parse(stdout)[0].filename);
    const hash = `sha512-${createHash('sha512').update(await readFile(tarball)).digest('base64')}`;
    if (hash !== integrity) throw new Error(`${name}@${version} is not the package it was: ${hash}`);
    await run('tar', ['-xzf', tarball, '-C', scratch]);
    await rename(join(scratch, 'package'), folder).catch((error) => {
      // Another run was faster.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return folder;
}
