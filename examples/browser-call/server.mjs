// The server of the page, which belongs to the operator as much as Janus does: files, the way
// to Janus, the post office for key messages, and a look at what the operator has.

import { createServer } from 'node:http';
import { access, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Operator } from './operator/janus.mjs';
import { judgePicture, judgeSound } from './operator/judge.mjs';
import { convert, recordings, tail } from './operator/recordings.mjs';
import { Relay } from './operator/relay.mjs';

const PAGE = fileURLToPath(new URL('page', import.meta.url));
/** The npm package, built. */
const PACKAGE = fileURLToPath(new URL('../../bindings/wasm/dist', import.meta.url));

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** A room's name, also of its folder; with the ending `--clear` that of its unencrypted twin. */
const ROOM = /^[a-z0-9]+(-[a-z0-9]+){0,5}(--clear)?$/;
const MAX_ROOM_NAME = 64;

/** Seconds of a recording that the panel plays. */
const COPY_SECONDS = 12;

/**
 * Starts Janus and the page on 127.0.0.1.
 *
 * @param {{ port?: number }} options the page's port; 0 takes one that is free
 */
export async function serve({ port = 0 } = {}) {
  const roots = { '/': await realpath(PAGE), '/frameseal/': await builtPackage() };
  const operator = await Operator.start();
  const relay = new Relay((room) => operator.recordingsOf(room));
  const server = createServer((request, response) => {
    answer({ operator, relay, roots }, request, response).catch((error) => {
      const status = error.status ?? 500;
      if (status === 500) console.error(error);
      send(response, status, 'text/plain; charset=utf-8', `${error.message}\n`);
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    upgrade({ operator, relay }, request, socket, head);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  }).catch(async (error) => {
    await operator.stop();
    throw error;
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    operator,
    relay,
    async close() {
      server.closeAllConnections();
      server.close();
      await relay.close();
      await operator.stop();
    },
  };
}

async function builtPackage() {
  try {
    await access(path.join(PACKAGE, 'frameseal.wasm'));
  } catch {
    throw new Error('FrameSeal is not built. In the project’s root: cargo xtask package');
  }
  return realpath(PACKAGE);
}

async function answer({ operator, relay, roots }, request, response) {
  if (!isLocal(request)) throw refusal(403, 'not by this name');
  const url = new URL(request.url, 'http://127.0.0.1');
  const room = url.searchParams.get('room');
  const route = `${request.method} ${url.pathname}`;
  if (request.method === 'POST' && !isFromHere(request)) throw refusal(403, 'not from this page');
  if (route === 'POST /rooms') {
    await operator.openRoom(checked(room));
    return sendJson(response, {});
  }
  if (route === 'GET /operator/recordings') {
    const found = await recordings(operator.recordingsOf(checked(room)));
    const recorded = found.map(({ participant, kind, bytes }) => ({ participant, kind, bytes }));
    return sendJson(response, { recordings: recorded, keyMessages: relay.seen(room) });
  }
  if (route === 'GET /operator/copy' || route === 'GET /operator/opinion') {
    const { file, kind, done } = await copy(operator, checked(room), url.searchParams);
    try {
      if (url.pathname === '/operator/copy') {
        return send(response, 200, kind === 'video' ? 'video/webm' : 'audio/ogg', await readFile(file));
      }
      const name = url.searchParams.get('name') ?? '';
      return sendJson(response, await (kind === 'video' ? judgePicture : judgeSound)(file, name));
    } finally {
      await done();
    }
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') throw refusal(405, 'not here');
  await sendFile(roots, url.pathname, response);
}

/** The last seconds of the newest recording of a participant, as a file that players take. */
async function copy(operator, room, wanted) {
  const found = await recordings(operator.recordingsOf(room));
  const recording = found.findLast(({ participant, kind }) => participant === wanted.get('participant') && kind === wanted.get('kind'));
  if (!recording) throw refusal(404, 'The operator has no such recording.');
  const folder = await mkdtemp(path.join(operator.folder, 'copy-'));
  const done = () => rm(folder, { recursive: true, force: true });
  try {
    const end = await tail(recording, path.join(folder, 'copy.mjr'), COPY_SECONDS);
    if (!end) throw refusal(404, 'The operator has recorded nothing of it so far. Ask again in a moment.');
    const file = await convert(end, path.join(folder, recording.kind === 'video' ? 'copy.webm' : 'copy.opus'));
    return { file, kind: recording.kind, done };
  } catch (error) {
    await done();
    throw error;
  }
}

function upgrade({ operator, relay }, request, socket, head) {
  const url = new URL(request.url, 'http://127.0.0.1');
  const room = url.searchParams.get('room') ?? '';
  if (isFromHere(request) && url.pathname === '/janus') {
    const janus = net.connect(operator.socketPath);
    const lines = [`GET / HTTP/1.1`, ...pairs(request.rawHeaders).map(([name, value]) => `${name}: ${value}`)];
    janus.write(`${lines.join('\r\n')}\r\n\r\n`);
    janus.write(head);
    janus.on('error', () => socket.destroy());
    janus.on('close', () => socket.destroy());
    socket.on('close', () => janus.destroy());
    socket.pipe(janus).pipe(socket);
  } else if (isFromHere(request) && url.pathname === '/key-messages' && isRoom(room)) {
    relay.connect(request, socket, head, room, url.searchParams.get('address') ?? '');
  } else {
    socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
  }
}

/** Whether the server is called by its own name; other sites can give theirs its address. */
function isLocal({ headers }) {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '');
}

/** Whether this server's own page asks. */
function isFromHere(request) {
  return isLocal(request) && request.headers.origin === `http://${request.headers.host}`;
}

async function sendFile(roots, pathname, response) {
  const prefix = Object.keys(roots).filter((it) => pathname.startsWith(it)).sort((a, b) => b.length - a.length)[0];
  const root = roots[prefix];
  let rest;
  try {
    rest = decodeURIComponent(pathname.slice(prefix.length)) || 'index.html';
  } catch {
    throw refusal(400, 'no such address');
  }
  const type = TYPES[path.extname(rest)];
  const file = await realpath(path.join(root, rest)).catch(() => null);
  if (!type || !file?.startsWith(root + path.sep)) throw refusal(404, 'not here');
  send(response, 200, type, await readFile(file));
}

function send(response, status, type, body) {
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': POLICY,
    'Content-Type': type,
    'Permissions-Policy': 'camera=(self), microphone=(self)',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}

function sendJson(response, value) {
  send(response, 200, 'application/json', JSON.stringify(value));
}

function refusal(status, message) {
  return Object.assign(new Error(message), { status });
}

function isRoom(room) {
  return room.length <= MAX_ROOM_NAME && ROOM.test(room);
}

function checked(room) {
  if (!isRoom(room ?? '')) throw refusal(400, 'a room is called by small letters, digits and single hyphens');
  return room;
}

function pairs(list) {
  return Array.from({ length: list.length / 2 }, (_, n) => [list[2 * n], list[2 * n + 1]]);
}
