// Builds the npm package into `dist`: JavaScript by esbuild, types by TypeScript. The wasm module
// and what calls it must be in `ts/engine/wasm`: `cargo xtask package` puts them there, and then
// runs this.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const path = (...parts) => join(here, ...parts);

/** What an app can import. Each is small: what they share is in chunks. */
const ENTRIES = [
  'index', 'worker', 'core', 'w3c', 'w3c-worker', 'adapters/livekit', 'adapters/mediasoup',
  'adapters/peer-connection',
];

/** What an app imports that brings keys of its own, over a module half as large. */
const OWN_KEYS_ENTRIES = ['worker', 'w3c', 'w3c-worker'];

/** What only the larger module has. */
const CALLS = ['Identity', 'Secret', 'Session', 'SessionConfig', 'generatePassphrase', 'safetyNumber'];

/** Has everything call the smaller module. */
const ownKeys = {
  name: 'own-keys',
  setup({ onLoad }) {
    onLoad({ filter: /engine\/wasm\/frameseal_wasm\.js$/ }, () => ({
      contents: readFileSync(path('ts/engine/wasm-own-keys/frameseal_wasm.js'), 'utf8')
        + CALLS.map((name) => `export const ${name} = undefined;\n`).join(''),
      loader: 'js',
    }));
  },
};

/** Both: the folder for JavaScript, the module's folder, entries, what is done differently. */
const VARIANTS = [
  ['dist', 'wasm', ENTRIES, []],
  ['dist/own-keys', 'wasm-own-keys', OWN_KEYS_ENTRIES, [ownKeys]],
];

rmSync(path('dist'), { recursive: true, force: true });
for (const [outdir, folder, entries, plugins] of VARIANTS) {
  const module = path('ts/engine', folder, 'frameseal_wasm_bg.wasm');
  if (!existsSync(module)) {
    console.error(`there is no wasm module in ts/engine/${folder}; run \`cargo xtask package\``);
    process.exit(1);
  }
  await bundle(outdir, entries, plugins);
  copyFileSync(module, path(outdir, 'frameseal.wasm'));
}
execFileSync(process.execPath, [path('node_modules/typescript/bin/tsc'), '-p', here], { stdio: 'inherit' });

for (const [outdir] of VARIANTS) {
  let bytes = 0;
  for (const name of readdirSync(path(outdir), { recursive: outdir !== 'dist' })) {
    if (!/\.(js|wasm)$/.test(name)) continue;
    const content = readFileSync(path(outdir, name));
    const gzipped = gzipSync(content, { level: 9 }).length;
    bytes += gzipped;
    console.log(`${String(content.length).padStart(8)} ${String(gzipped).padStart(8)} gzipped  ${outdir}/${name}`);
  }
  console.log(`${bytes} bytes gzipped in ${outdir}`);
}

function bundle(outdir, entries, plugins) {
  return build({
    absWorkingDir: here,
    entryPoints: entries.filter((entry) => existsSync(path('ts', `${entry}.ts`)))
      .map((entry) => ({ in: `ts/${entry}.ts`, out: entry })),
    outdir,
    plugins,
    bundle: true,
    splitting: true,
    // Beside the entries, so that what they find by their own address is there too.
    chunkNames: '[name]-[hash]',
    format: 'esm',
    target: ['es2022'],
    platform: 'neutral',
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
  });
}
