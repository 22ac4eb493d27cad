// mediasoup's server on the loopback address; its worker, a C++ program, is built from the
// source in the npm package.
//
//   const server = await startMediasoup({ test });
//   const transport = await server.transport();   // a WebRtcTransport of mediasoup's
//
// `node mediasoup/server.mjs` only builds the worker.

import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const PACKAGE = join(HERE, 'node_modules', 'mediasoup');
const FOLDER = fileURLToPath(new URL('../.servers/', import.meta.url));

/**
 * What Debian has of the libraries that mediasoup would download. It is the reason for 3.12:
 * later workers want a newer FlatBuffers, and the newest a libsrtp that Debian does not have.
 */
const PACKAGES = [
  'g++', 'pkg-config', 'meson', 'ninja-build', 'libabsl-dev', 'libssl-dev', 'libsrtp2-dev', 'libusrsctp-dev', 'libuv1-dev',
  'nlohmann-json3-dev',
];

const CODECS = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48000, channels: 2 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90000 },
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90000, parameters: { 'profile-id': 0 } },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
];

/** Builds the worker unless it is there, and gives its path. About four minutes of one core. */
export async function buildWorker() {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const binary = join(FOLDER, `mediasoup-worker-${version}`);
  if (existsSync(binary)) return binary;
  await mkdir(FOLDER, { recursive: true });
  // Under another name until it is whole, so that two builds do not meet.
  const folder = mkdtempSync(join(FOLDER, 'building-'));
  console.error(`building mediasoup's worker ${version}; this happens once`);
  const started = Date.now();
  try {
    cpSync(join(PACKAGE, 'worker'), folder, { recursive: true });
    useSystemLibraries(folder);
    const build = join(folder, 'build');
    // Without optimisation it would be too slow for a call, with all of it the build takes twice as long.
    await run('meson', ['setup', build, folder, '--buildtype=plain', '-Doptimization=1', '--wrap-mode=nodownload']);
    await run('nice', ['-n', '5', 'ninja', '-C', build, 'mediasoup-worker']);
    renameSync(join(build, 'mediasoup-worker'), binary);
  } catch (error) {
    throw new Error(`${error.message}\nThe build needs Debian's ${PACKAGES.join(' ')}.`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.error(`built in ${Math.round((Date.now() - started) / 1000)} s`);
  return binary;
}

/** Makes dependencies of subprojects, and leaves out the library, tests and fuzzers. */
function useSystemLibraries(folder) {
  const top = join(folder, 'meson.build');
  const sub = join(folder, 'deps', 'libwebrtc', 'meson.build');
  let text = readFileSync(top, 'utf8');
  text = replaced(text, /meson_version: '>= 1\.1\.0'/, "meson_version: '>= 1.0.0'");
  text = replaced(text, /openssl_proj = subproject\([\s\S]*?(?=libwebrtc_include_directories = )/, [
    "openssl_dep = dependency('openssl')",
    "nlohmann_json_dep = dependency('nlohmann_json')",
    "libuv_dep = dependency('libuv')",
    "srtp = dependency('libsrtp2')",
    "libsrtp2_dep = declare_dependency(dependencies: srtp, include_directories: include_directories(srtp.get_variable(pkgconfig: 'includedir') / 'srtp2'))",
    "usrsctp_dep = dependency('usrsctp')",
    "absl_strings_dep = dependency('absl_strings')",
    "absl_types_dep = [dependency('absl_optional'), dependency('absl_variant')]",
    "absl_container_dep = [dependency('absl_flat_hash_map'), dependency('absl_flat_hash_set'), dependency('absl_inlined_vector')]",
    '',
  ].join('\n'));
  text = replaced(text, /link_whole = \[[\s\S]*?(?=executable\(\n {2}'mediasoup-worker',)/, '');
  text = replaced(text, /test_sources = \[[\s\S]*$/, '');
  writeFileSync(top, replaced(text, VARIABLE, '$1'));
  const own = replaced(readFileSync(sub, 'utf8'), /abseil_cpp_proj = subproject\([\s\S]*?(?=local_include_directories = )/, '');
  writeFileSync(sub, replaced(own, VARIABLE, '$1'));
}

const VARIABLE = /\w+_proj\.get_variable\('(\w+_dep)'\)/g;

function replaced(text, pattern, by) {
  if (text.search(pattern) < 0) throw new Error(`mediasoup's meson.build is another: it has no ${pattern}`);
  return text.replace(pattern, by);
}

/**
 * Starts a server with one router.
 *
 * @param {object} [options]
 * @param {import('node:test').TestContext} [options.test] stops it when it ends.
 */
export async function startMediasoup({ test } = {}) {
  process.env.MEDIASOUP_WORKER_BIN = await buildWorker();
  const mediasoup = createRequire(join(HERE, 'server.mjs'))('mediasoup');
  const worker = await mediasoup.createWorker({ logLevel: 'warn' });
  test?.after(() => worker.close());
  const router = await worker.createRouter({ mediaCodecs: CODECS });
  return {
    router,
    /** It picks a free port by itself. */
    transport: () => router.createWebRtcTransport({ listenIps: ['127.0.0.1'], enableUdp: true, enableTcp: false }),
    stop: () => worker.close(),
  };
}

function run(program, args) {
  return new Promise((resolve, reject) => {
    // Its output is only of interest where it fails.
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text = (text + more).slice(-20_000)));
    child
      .on('error', reject)
      .on('close', (code, signal) => (code === 0 ? resolve() : reject(new Error(`${text}\n${program}: ${signal ?? code}`))));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildWorker());
