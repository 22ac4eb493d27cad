// The operator's side alone: its server, its post office, and what it leaves behind.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { test } from 'node:test';

import WebSocket from 'ws';

import { serve } from '../server.mjs';

test('the server answers its own page and nobody else', async (t) => {
  const server = await serve();
  t.after(() => server.close());
  const { host } = new URL(server.origin);
  const expected = [
    ['GET', '/', {}, 200],
    ['GET', '/main.mjs', {}, 200],
    ['GET', '/', { host: 'elsewhere.example' }, 403],
    ['GET', '/../server.mjs', {}, 404],
    ['GET', '/..%2fserver.mjs', {}, 404],
    ['GET', '/none.mjs', {}, 404],
    ['GET', '/%zz', {}, 400],
    ['DELETE', '/', {}, 405],
    ['POST', '/rooms?room=a', {}, 403],
    ['POST', '/rooms?room=a', { origin: 'http://elsewhere.example' }, 403],
    ['POST', '/rooms?room=a', { origin: server.origin }, 200],
    ['POST', '/rooms?room=../a', { origin: server.origin }, 400],
    ['POST', '/rooms?room=A', { origin: server.origin }, 400],
    ['POST', `/rooms?room=${'a'.repeat(65)}`, { origin: server.origin }, 400],
    ['GET', '/operator/recordings?room=a', {}, 200],
    ['GET', '/operator/copy?room=a&participant=b&kind=video', {}, 404],
  ];
  for (const [method, path, headers, status] of expected) {
    const answer = await ask(server.origin, method, path, { host, ...headers });
    assert.equal(answer.statusCode, status, `${method} ${path} ${JSON.stringify(headers)}`);
    assert.match(answer.headers['content-security-policy'], /script-src 'self' 'wasm-unsafe-eval';/);
  }
  for (const door of ['/janus', '/key-messages?room=a&address=ab']) {
    for (const origin of [undefined, 'http://elsewhere.example']) {
      await assert.rejects(once(new WebSocket(`ws://${host}${door}`, { origin }), 'open'), /404/);
    }
  }
});

test('key messages reach whom they are for, and the operator keeps them', async (t) => {
  const server = await serve();
  t.after(() => server.close());
  const enter = async (room, address) => {
    const url = `${server.origin.replace('http', 'ws')}/key-messages?room=${room}&address=${address}`;
    const socket = new WebSocket(url, { origin: server.origin });
    const heard = [];
    socket.on('message', (data) => heard.push(data.toString()));
    await once(socket, 'open');
    return { socket, heard, send: (to, text) => socket.send(Buffer.concat([Buffer.from([to.length]), Buffer.from(to + text)])) };
  };
  const [a, b, c, elsewhere] = await Promise.all([enter('x', 'aa'), enter('x', 'bb'), enter('x', 'cc'), enter('y', 'aa')]);
  a.send('', 'to all');
  a.send('bb', 'to b');
  b.send('dd', 'to nobody');
  c.send('aa', 'to a');
  await until(() => a.heard.length === 1 && b.heard.length === 2 && c.heard.length === 1);
  assert.deepEqual([a.heard, b.heard, c.heard, elsewhere.heard], [['to a'], ['to all', 'to b'], ['to all'], []]);
  assert.deepEqual(server.relay.seen('x'), { messages: 4, bytes: 23 });
  await until(async () => (await kept(server, 'x')).length === 4);
  assert.deepEqual((await kept(server, 'x')).map(({ from, to, message }) => [from, to, Buffer.from(message, 'base64').toString()]), [
    ['aa', null, 'to all'], ['aa', 'bb', 'to b'], ['bb', 'dd', 'to nobody'], ['cc', 'aa', 'to a'],
  ]);

  for (const wrong of ['text', Buffer.alloc(0), Buffer.from([9, 1]), Buffer.alloc(20_000)]) {
    const { socket } = await enter('x', 'ee');
    socket.send(wrong);
    await once(socket, 'close');
  }
  await assert.rejects(enter('x', 'not-hex'));
});

test('Janus ends with the server, also when that is killed; its folder goes when it is stopped', async () => {
  const server = await serve();
  const { folder } = server.operator;
  await access(path.join(folder, 'janus.sock'));
  await server.close();
  await assert.rejects(access(folder), { code: 'ENOENT' });

  const child = spawn(process.execPath, ['--input-type=module', '--eval', `
    import { serve } from ${JSON.stringify(new URL('../server.mjs', import.meta.url).href)};
    const { operator } = await serve();
    console.log(JSON.stringify({ pid: operator.pid, left: operator.folder }));
  `], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { pid, left } = JSON.parse(await once(child.stdout.setEncoding('utf8'), 'data'));
  assert.ok(isAlive(pid));
  child.kill('SIGKILL');
  await until(() => !isAlive(pid));
  await rm(left, { recursive: true });
});

async function kept(server, room) {
  const file = path.join(server.operator.recordingsOf(room), 'key-messages.jsonl');
  return (await readFile(file, 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

// Node's own client: fetch would tidy the paths up and set its own headers.
function ask(origin, method, path, headers) {
  return new Promise((resolve, reject) => {
    request(origin, { method, path, headers }, (answer) => answer.resume().on('end', () => resolve(answer))).on('error', reject).end();
  });
}

async function until(condition, milliseconds = 5000) {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    assert.ok(Date.now() < end, `in ${milliseconds} ms this did not become true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
