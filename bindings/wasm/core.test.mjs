// The package without a browser: the same module in Node.js, RFC 9605's vectors, what is packed,
// and that no path of the machine that built it is inside.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { Decryptor, Encryptor, FrameSealError, Identity, generatePassphrase, load, safetyNumber, version } from './dist/core.js';

const PACKAGE = fileURLToPath(new URL('.', import.meta.url));
const VECTORS = new URL('../../sframe/tests/vectors/', import.meta.url);
const SUITE = 4;
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
const key = (byte) => new Uint8Array(32).fill(byte);

test('what RFC 9605 encrypts is decrypted, in every suite', async () => {
  const { sframe } = JSON.parse(readFileSync(new URL('rfc9605.json', VECTORS), 'utf8'));
  let opened = 0;
  for (const vector of sframe) {
    const decryptor = await Decryptor.create();
    decryptor.addKey({ suite: Number(vector.cipher_suite), kid: BigInt(vector.kid), key: bytes(vector.base_key) });
    const { frame, kid } = decryptor.decrypt(bytes(vector.ct), { metadata: bytes(vector.metadata) });
    assert.equal(Buffer.from(frame).toString('hex'), vector.pt);
    assert.equal(kid, BigInt(vector.kid));
    decryptor.free();
    opened += 1;
  }
  assert.equal(opened, 5);
});

test('envelopes are those of the specification, and those that packets have rewritten', async () => {
  const vectors = JSON.parse(readFileSync(new URL('transparent-envelope.json', VECTORS), 'utf8'));
  let opened = 0;
  for (const vector of [...vectors.sealed, ...vectors.rewritten]) {
    const decryptor = await Decryptor.create();
    decryptor.addKey({ suite: Number(vector.suite), kid: BigInt(vector.kid), key: bytes(vector.base_key) });
    const metadata = bytes(vector.metadata);
    const { frame } = decryptor.decrypt(bytes(vector.sealed), { metadata, envelope: true });
    assert.equal(Buffer.from(frame).toString('hex'), vector.frame);
    decryptor.free();
    opened += 1;
  }
  assert.equal(opened, 144 + 24);
});

test('frames come back; others, and the same again, do not', async () => {
  const encryptor = await Encryptor.create({ suite: SUITE, kid: 7n, key: key(1) });
  const decryptor = await Decryptor.create();
  decryptor.addKey({ suite: SUITE, kid: 7n, key: key(1) });
  const frame = Uint8Array.from([0x31, 2, 0, 1, 2, 3]);
  const sealed = encryptor.encrypt(frame, { codec: 'VP8' });
  assert.deepEqual(sealed.subarray(0, 3), frame.subarray(0, 3), 'what a packetizer looks at');
  assert.deepEqual(decryptor.decrypt(sealed, { envelope: true }), { frame, kid: 7n });
  const refused = (bytes, code) =>
    assert.throws(() => decryptor.decrypt(bytes, { envelope: true }), (error) => error instanceof FrameSealError && error.code === code);
  refused(sealed, 'replay');
  const forged = encryptor.encrypt(frame, { codec: 'VP8' });
  forged[forged.length - 3] ^= 1;
  refused(forged, 'authentication');
  assert.ok(decryptor.removeKey(7n));
  refused(encryptor.encrypt(frame, { codec: 'VP8' }), 'keyID');
  assert.throws(() => encryptor.encrypt(frame, { codec: 'H264' }), { code: 'codec' });
});

test('a key is wiped where it lay, and goes on counting when it is made again', async () => {
  const counters = [];
  for (let again = 0; again < 3; again++) {
    const bytes = key(2);
    const encryptor = await Encryptor.create({ suite: SUITE, kid: 1n, key: bytes });
    assert.deepEqual(bytes, new Uint8Array(32), 'wiped');
    const sealed = encryptor.encrypt(new Uint8Array(3));
    encryptor.free();
    counters.push(Buffer.from(sealed).toString('hex'));
  }
  assert.equal(new Set(counters).size, 3, 'no two frames are sealed alike');
});

test('no secret stays in the memory of the module', async () => {
  const { memory } = await load();
  const [warmUp, base] = [randomBytes(32), randomBytes(32)];
  // RFC 9605 section 4.4.2, with AES-128-GCM for KID 9.
  const expand = (base, label, len) =>
    Buffer.from(hkdfSync('sha256', base, '', Buffer.concat([Buffer.from(label), bytes('0000000000000009'), bytes('0004')]), len));
  const [key, salt] = [expand(base, 'SFrame 1.0 Secret key ', 16), expand(base, 'SFrame 1.0 Secret salt ', 12)];
  // Counters are kept by fingerprints, which stay.
  const fingerprints = [warmUp, base].map((base) => expand(base, 'FrameSeal 1.0 Key fingerprint ', 16));
  const snapshot = () => {
    const copy = Buffer.from(new Uint8Array(memory.buffer));
    for (const fingerprint of fingerprints) {
      for (let at; (at = copy.indexOf(fingerprint)) >= 0;) copy.fill(0, at, at + fingerprint.length);
    }
    return copy;
  };
  // 12 bytes that look random and are no text, where they lie: keys, and little else.
  const random = (memory) => {
    const found = new Map();
    for (let at = 0; at + 12 <= memory.length; at += 4) {
      const run = memory.subarray(at, at + 12);
      if (new Set(run).size >= 11 && run.filter((byte) => byte >= 0x80).length >= 4) found.set(at, run.toString('hex'));
    }
    return found;
  };
  const use = async (secret) => {
    const key = () => Uint8Array.from(secret);
    const [first, second, refused] = [key(), key(), key().reverse()];
    const encryptor = await Encryptor.create({ suite: SUITE, kid: 9n, key: first });
    const decryptor = await Decryptor.create();
    decryptor.addKey({ suite: SUITE, kid: 9n, key: second });
    assert.throws(() => decryptor.addKey({ suite: SUITE, kid: 9n, key: refused }), { code: 'KeyIdInUse' });
    decryptor.decrypt(encryptor.encrypt(new Uint8Array(100)));
    for (const bytes of [first, second, refused]) assert.deepEqual(bytes, new Uint8Array(32), 'wiped');
    const alive = snapshot();
    encryptor.free();
    decryptor.free();
    return alive;
  };

  await use(warmUp); // what comes with the first use of all stays: tables, constants
  // What was there before the secret cannot tell of it, wherever it lies now: a table that grows moves
  // the fingerprints of earlier keys.
  const before = snapshot();
  const keysIn = (memory) => [...random(memory)].filter(([, run]) => !before.includes(run, 0, 'hex'));
  const alive = await use(base);
  assert.ok(alive.includes(salt), 'the test sees what is there');
  const keys = keysIn(alive);
  assert.ok(keys.length > 40, `round keys are there: ${keys.length}`);

  const after = snapshot();
  const secrets = { 'base key': base, 'half of it': base.subarray(16), 'refused key': Buffer.from(base).reverse(), key, salt };
  for (const [what, secret] of Object.entries(secrets)) assert.equal(after.indexOf(secret), -1, `the ${what} is left`);
  // And of whatever else came with them, such as round keys, however a cipher arranges them.
  const left = keysIn(after);
  console.log(`${keys.length} places looked like keys, ${left.length} do now`);
  assert.deepEqual(left, []);
});

test('a hundred thousand frames need no word about counters, and one room serves many', async () => {
  const [small, large] = [
    await Encryptor.create({ suite: SUITE, kid: 3n, key: key(3) }),
    await Encryptor.create({ suite: SUITE, kid: 4n, key: key(4) }),
  ];
  const decryptor = await Decryptor.create();
  decryptor.addKey({ suite: SUITE, kid: 3n, key: key(3) });
  decryptor.addKey({ suite: SUITE, kid: 4n, key: key(4) });
  const frame = Uint8Array.from([1, 2, 3]);
  for (let at = 0; at < 100_000; at++) {
    const sealed = small.encrypt(frame);
    if (at % 1000 === 0) {
      // The room moves when a longer frame comes.
      const long = new Uint8Array(1000 + at * 10).fill(at);
      assert.deepEqual(decryptor.decrypt(large.encrypt(long)).frame, long);
      assert.deepEqual(decryptor.decrypt(sealed).frame, frame);
    }
  }
});

test('keys of the wrong length, suites and frames that nobody has are refused with a code', async () => {
  const create = (options) => Encryptor.create({ suite: SUITE, kid: 1n, key: key(5), ...options });
  await assert.rejects(create({ key: new Uint8Array(15) }), { code: 'BaseKeyTooShort' });
  await assert.rejects(create({ suite: 9 }), { code: 'UnknownSuite' });
  const encryptor = await create({});
  assert.throws(() => encryptor.encrypt(new Uint8Array((16 << 20) + 1)), { code: 'FrameTooLong' });
  assert.throws(() => encryptor.encrypt(new Uint8Array(3), { codec: 'audio/red' }), { code: 'Red' });
});

test('identities, safety numbers and passphrases', async () => {
  await load();
  const [alice, bob] = [Identity.generate(), Identity.generate()];
  const again = Identity.import(alice.export());
  assert.deepEqual(again.key, alice.key);
  assert.deepEqual(safetyNumber(alice.key, bob.key), safetyNumber(bob.key, alice.key));
  assert.match(generatePassphrase(), /^([a-z]+-){5}[a-z]+$/);
  assert.match(version(), /^\d+\.\d+\.\d+$/);
});

test('what is packed: nothing but the package, without paths of this machine, in the bounds', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: PACKAGE, encoding: 'utf8' });
  const [{ files, size }] = JSON.parse(packed);
  for (const { path, size } of files) console.log(`${String(size).padStart(8)}  ${path}`);
  console.log(`${files.length} files, ${size} bytes packed`);
  assert.ok(files.every(({ path }) => /^(dist\/|README\.md$|package\.json$)/.test(path)));
  for (const needed of ['dist/index.js', 'dist/worker.js', 'dist/core.js', 'dist/frameseal.wasm', 'dist/types/index.d.ts', 'dist/own-keys/worker.js']) {
    assert.ok(files.some(({ path }) => path === needed), needed);
  }
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  assert.equal(dependencies, undefined, 'no dependency at run time');

  const total = (folder, names) => names.reduce((sum, name) => sum + gzipSync(readFileSync(join(PACKAGE, folder, name)), { level: 9 }).length, 0);
  // What an app fetches: those with W3C's classes fetch less.
  const code = (folder) => readdirSync(join(PACKAGE, folder)).filter((name) => /\.(js|wasm)$/.test(name) && !name.startsWith('w3c'));
  const page = total('dist', ['index.js', ...code('dist').filter((name) => name.startsWith('chunk-'))]);
  const ownKeys = total('dist/own-keys', code('dist/own-keys')) + page;
  const calls = total('dist', code('dist'));
  console.log(`gzipped: ${ownKeys} bytes for apps with keys of their own, ${calls} with built-in call keys`);
  assert.ok(ownKeys <= 158_000, `${ownKeys}`);
  assert.ok(calls <= 276_000, `${calls}`);

  for (const { path } of files) {
    const content = readFileSync(join(PACKAGE, path), 'latin1');
    assert.doesNotMatch(content, /\.cargo\/|\/rustc\/|index\.crates\.io|\/home\/|\/root\//, path);
    assert.doesNotMatch(content, /\beval\(|new Function\(/, `${path} needs no eval`);
  }
  console.log(`frameseal.wasm sha256 ${createHash('sha256').update(readFileSync(join(PACKAGE, 'dist/frameseal.wasm'))).digest('hex')}`);
});
