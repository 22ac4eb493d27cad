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
  'index', 'worker', 'core', 'w3c', 'adapters/livekit', 'adapters/mediasoup',
  'adapters/peer-connection',
];

const module = path('ts/engine/wasm/frameseal_wasm_bg.wasm');
if (!existsSync(module)) {
  console.error('there is no wasm module in ts/engine/wasm; run `cargo xtask package`');
  process.exit(1);
}
rmSync(path('dist'), { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: ENTRIES.filter((entry) => existsSync(path('ts', `${entry}.ts`)))
    .map((entry) => ({ in: `ts/${entry}.ts`, out: entry })),
  outdir: 'dist',
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
copyFileSync(module, path('dist/frameseal.wasm'));
execFileSync(process.execPath, [path('node_modules/typescript/bin/tsc'), '-p', here], { stdio: 'inherit' });

let bytes = 0;
for (const name of readdirSync(path('dist'), { recursive: true })) {
  if (!/\.(js|wasm)$/.test(name)) continue;
  const content = readFileSync(path('dist', name));
  const gzipped = gzipSync(content, { level: 9 }).length;
  bytes += gzipped;
  console.log(`${String(content.length).padStart(8)} ${String(gzipped).padStart(8)} gzipped  ${name}`);
}
console.log(`${bytes} bytes gzipped in all`);
