// What the specification says of the streams, and what FrameSeal adds to it. In a window and in a
// worker; the functions without an import are testharness.js.

import { SFrameDecryptorStream, SFrameEncryptorStream, SFrameTransformErrorEvent } from '/dist/w3c.js';
import { Bench, SUITE, assert_bytes, cryptoKey, freshNumber, keyBytes, sample, turn } from './bench.mjs';
import { Reference, SUITES, header, join, parse } from './reference.mjs';

const STREAMS = { SFrameEncryptorStream, SFrameDecryptorStream };
const LENGTHS = [0, 1, 15, 16, 17, 1000, 70_000];
const KEY_IDS = [0n, 7n, 8n, 255n, 256n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 64n - 1n];

for (const [name, Stream] of Object.entries(STREAMS)) {
  test(() => {
    assert_throws_js(TypeError, () => new Stream());
    assert_throws_js(TypeError, () => new Stream({}));
    assert_throws_js(TypeError, () => new Stream(null));
    assert_throws_js(TypeError, () => new Stream(SUITE));
    assert_throws_js(TypeError, () => new Stream({ cipherSuite: 'AES_128_GCM_SHA256_64' }));
    for (const cipherSuite of Object.keys(SUITES)) new Stream({ cipherSuite });
    const stream = new Stream({ cipherSuite: { toString: () => SUITE } });
    assert_true(stream.readable instanceof ReadableStream, 'readable');
    assert_true(stream.writable instanceof WritableStream, 'writable');
    assert_equals(stream.readable, stream.readable);
    assert_equals(stream.writable, stream.writable);
  }, `${name}: a cipher suite is required and all eight are known`);

  promise_test(async (t) => {
    const wrong = [{}, 'frame', 7, null, undefined, [1, 2], { data: new ArrayBuffer(4) }, new Blob([])];
    if (typeof SharedArrayBuffer === 'function') wrong.push(new SharedArrayBuffer(4));
    for (const chunk of wrong) {
      const stream = new Stream({ cipherSuite: SUITE });
      const [writer, reader] = [stream.writable.getWriter(), stream.readable.getReader()];
      writer.closed.catch(() => {});
      const read = reader.read();
      await promise_rejects_js(t, TypeError, writer.write(chunk), 'write');
      await promise_rejects_js(t, TypeError, writer.closed, 'writable');
      await promise_rejects_js(t, TypeError, read, 'readable');
    }
  }, `${name}: chunks of another type error both ends with a TypeError`);

  promise_test(async (t) => {
    const change = Stream === SFrameEncryptorStream ? 'setEncryptionKey' : 'addDecryptionKey';
    const stream = new Stream({ cipherSuite: SUITE });
    const key = await cryptoKey(freshNumber());
    for (const kid of [0, 1, 2 ** 53 - 1, 0n, 2n ** 64n - 3n, 2n ** 64n - 2n, 2n ** 64n - 1n, 1.7, -0.5, '5', Object(7n)]) {
      assert_equals(await stream[change](key, kid), undefined, String(kid));
    }
    for (const kid of [2n ** 64n, -1n]) {
      await stream[change](key, kid).then(assert_unreached, (error) => {
        assert_true(error instanceof RangeError, String(kid));
        assert_equals(error.message, 'Not a 64 bits integer');
      });
    }
    for (const kid of [-1, 2 ** 53, NaN, Infinity, 'x', undefined, {}]) {
      await promise_rejects_js(t, TypeError, stream[change](key, kid), String(kid));
    }
    await promise_rejects_js(t, TypeError, stream[change](key, Symbol('kid')), 'a symbol');
    for (const other of [undefined, null, keyBytes(1), {}, 'key']) {
      await promise_rejects_js(t, TypeError, stream[change](other, 1), String(other));
    }
    await promise_rejects_js(t, TypeError, stream[change]());
    await promise_rejects_js(t, TypeError, stream[change](key));
    await promise_rejects_js(t, TypeError, Stream.prototype[change].call({}, key, 1), 'another this');
  }, `${name}: key IDs of 64 bits as numbers and bigints`);

  promise_test(async (t) => {
    const change = Stream === SFrameEncryptorStream ? 'setEncryptionKey' : 'addDecryptionKey';
    const stream = new Stream({ cipherSuite: SUITE });
    const aes = await crypto.subtle.importKey('raw', keyBytes(1), 'AES-GCM', false, ['encrypt']);
    const pbkdf2 = await crypto.subtle.importKey('raw', keyBytes(1), 'PBKDF2', false, ['deriveBits']);
    const deriveKeyOnly = await cryptoKey(freshNumber(), { usages: ['deriveKey'] });
    for (const key of [aes, pbkdf2, deriveKeyOnly]) {
      await promise_rejects_dom(t, 'InvalidModificationError', stream[change](key, 1), key.algorithm.name);
    }
    await stream[change](await cryptoKey(freshNumber(), { usages: ['deriveBits', 'deriveKey'] }), 1);
  }, `${name}: keys that HKDF cannot derive from are an InvalidModificationError`);
}

for (const [cipherSuite, { tag }] of Object.entries(SUITES)) {
  promise_test(async () => {
    const number = freshNumber();
    const [sealing, opening] = [Bench.sealing(cipherSuite), Bench.opening(cipherSuite)];
    const key = await cryptoKey(number);
    for (const kid of KEY_IDS) {
      await sealing.stream.setEncryptionKey(key, kid);
      await opening.stream.addDecryptionKey(key, kid);
      const reference = await Reference.of(cipherSuite, kid, keyBytes(number));
      const [first] = LENGTHS;
      for (const len of kid === 7n ? LENGTHS : [first, 33]) {
        const frame = sample(len, len + 1);
        const sframe = await sealing.sendBytes(frame);
        const { counter, length } = parse(sframe);
        assert_equals(sframe.length, length + len + tag, `${len} bytes and header and tag`);
        assert_bytes((await reference.open(sframe)).plaintext, frame, 'the reference opens it');
        assert_bytes(await opening.sendBytes(sframe), frame, 'the other stream opens it');
        const theirs = await reference.seal(counter + 1000n, frame);
        assert_bytes(await opening.sendBytes(theirs), frame, 'and what the reference seals');
      }
    }
    assert_equals(opening.errors.length, 0);
  }, `${cipherSuite}: both ways with another implementation of RFC 9605`);
}

promise_test(async () => {
  const key = await cryptoKey(freshNumber());
  const [sealing, opening] = [Bench.sealing(), Bench.opening()];
  await sealing.stream.setEncryptionKey(key, 3);
  await opening.stream.addDecryptionKey(key, 3);
  const bytes = sample(24);
  const chunks = [
    bytes.slice().buffer,
    bytes.slice(),
    new Uint8Array(join(new Uint8Array(5), bytes, new Uint8Array(7)).buffer, 5, 24),
    new DataView(join(new Uint8Array(3), bytes).buffer, 3),
    new Float64Array(bytes.slice().buffer),
  ];
  for (const chunk of chunks) {
    const before = String(new Uint8Array(chunk.buffer ?? chunk));
    const sframe = await sealing.send(chunk);
    assert_true(sframe instanceof ArrayBuffer, 'an ArrayBuffer comes out');
    assert_equals(String(new Uint8Array(chunk.buffer ?? chunk)), before, 'the chunk is left as it was');
    const frame = await opening.send(new Uint8Array(join(new Uint8Array(2), new Uint8Array(sframe)).buffer, 2));
    assert_true(frame instanceof ArrayBuffer, 'an ArrayBuffer comes out');
    assert_bytes(new Uint8Array(frame), bytes, 'with the bytes of the chunk alone');
  }
}, 'Buffers and views on a part of one are bytes');

promise_test(async () => {
  const sealing = Bench.sealing();
  assert_equals(await sealing.send(sample(9)), null, 'dropped');
  await sealing.stream.setEncryptionKey(await cryptoKey(freshNumber()), 1);
  assert_not_equals(await sealing.send(sample(9)), null, 'sealed');
  assert_equals(sealing.out.length, 1);
}, 'Nothing leaves an encryptor that has no key');

promise_test(async () => {
  const [a, b] = [freshNumber(), freshNumber()];
  const [keyA, keyB] = [await cryptoKey(a), await cryptoKey(b)];
  const [sealing, opening] = [Bench.sealing(), Bench.opening()];
  // Nothing is awaited in between: the order of the calls is the order of what they do.
  const done = [
    sealing.stream.setEncryptionKey(keyA, 1),
    sealing.writer.write(sample(10)),
    opening.stream.addDecryptionKey(keyA, 1),
    opening.stream.addDecryptionKey(keyB, 2),
    opening.writer.write(await (await Reference.of(SUITE, 2n, keyBytes(b))).seal(5n, sample(3))),
  ];
  await Promise.all(done);
  await turn();
  assert_equals(parse(new Uint8Array(sealing.out[0])).kid, 1n);
  assert_bytes(new Uint8Array(opening.out[0]), sample(3), 'the frame waited for its key');
  const changed = sealing.stream.setEncryptionKey(keyB, 2);
  const second = sealing.writer.write(sample(11));
  await Promise.all([changed, second]);
  await turn();
  assert_equals(parse(new Uint8Array(sealing.out[1])).kid, 2n, 'the next frame has the next key');
  assert_equals(opening.errors.length, 0);
}, 'A chunk waits for the keys that were set before it was written');

promise_test(async (t) => {
  const sealing = Bench.sealing();
  const number = freshNumber();
  await sealing.stream.setEncryptionKey(await cryptoKey(number), 1);
  const broken = sealing.stream.setEncryptionKey(await cryptoKey(freshNumber(), { usages: ['deriveKey'] }), 2);
  await promise_rejects_dom(t, 'InvalidModificationError', broken);
  const reference = await Reference.of(SUITE, 1n, keyBytes(number));
  assert_bytes((await reference.open(await sealing.sendBytes(sample(4)))).plaintext, sample(4), 'sealed with the key before');
}, 'A key that is refused leaves the key before it in place');

promise_test(async (t) => {
  const TOO_LONG = (16 << 20) + 1;
  const said = [];
  const { warn } = console;
  console.warn = (line) => said.push(line);
  t.add_cleanup(() => { console.warn = warn; });
  const [sealing, opening] = [Bench.sealing(), Bench.opening()];
  const key = await cryptoKey(freshNumber());
  await sealing.stream.setEncryptionKey(key, 1);
  assert_equals(await sealing.send(new ArrayBuffer(TOO_LONG)), null, 'dropped');
  assert_equals(await sealing.send(new ArrayBuffer(TOO_LONG)), null, 'dropped again');
  assert_equals(said.length, 1, 'and said once');
  assert_true(said[0].includes(String(TOO_LONG)), said[0]);
  assert_not_equals(await sealing.send(sample(3)), null, 'the next frame is sealed');
  await sealing.stream.setEncryptionKey(key, 2);
  await sealing.send(new ArrayBuffer(TOO_LONG));
  assert_equals(said.length, 2, 'once for each key');
  assert_equals(await opening.send(new ArrayBuffer(TOO_LONG)), null);
  assert_equals(opening.errors[0].errorType, 'syntax');
}, 'What is longer than any frame is dropped');

promise_test(async () => {
  const FRAMES = 50;
  const number = freshNumber();
  const [key, again] = [await cryptoKey(number), await cryptoKey(number, { usages: ['deriveBits', 'deriveKey'] })];
  const reference = await Reference.of(SUITE, 9n, keyBytes(number));
  const benches = [Bench.sealing(), Bench.sealing(), Bench.sealing()];
  const counters = new Set();
  let sealed = 0;
  for (let round = 0; round < FRAMES; round += 1) {
    for (const [index, bench] of benches.entries()) {
      // Set anew before every third frame, as another object with the same bytes.
      if (round % 3 === 0) await bench.stream.setEncryptionKey(index === 1 ? again : key, 9);
      const { counter } = await reference.open(await bench.sendBytes(sample(20, round)));
      counters.add(counter);
      sealed += 1;
    }
  }
  assert_equals(sealed, FRAMES * benches.length);
  assert_equals(counters.size, sealed, 'no counter came twice');
}, 'A key that is set again, here or at another stream, goes on counting');

promise_test(async () => {
  const number = freshNumber();
  const opening = Bench.opening();
  await opening.stream.addDecryptionKey(await cryptoKey(number), 300);
  const reference = await Reference.of(SUITE, 300n, keyBytes(number));
  const frame = sample(30);
  const sframe = await reference.seal(77n, frame);
  const { length } = parse(sframe);
  let refused = 0;
  for (let bit = 0; bit < sframe.length * 8; bit += 1) {
    const forged = sframe.slice();
    forged[bit >> 3] ^= 1 << (bit & 7);
    assert_equals(await opening.send(forged), null, `bit ${bit} is noticed`);
    const event = opening.errors.at(-1);
    assert_equals(opening.errors.length, refused + 1, `bit ${bit} is told of`);
    assert_equals(event.frame, forged, 'with the chunk itself');
    if (bit >> 3 >= length) assert_equals(event.errorType, 'authentication', `bit ${bit}`);
    assert_equals(event.keyID !== null, event.errorType === 'keyID', 'keyID is there for its own type');
    refused += 1;
  }
  assert_equals(refused, sframe.length * 8);
  assert_bytes(await opening.sendBytes(sframe), frame, 'and the genuine frame passes');
}, 'Every flipped bit is refused and told of');

promise_test(async () => {
  const opening = Bench.opening();
  const number = freshNumber();
  await opening.stream.addDecryptionKey(await cryptoKey(number), 1);
  const genuine = await (await Reference.of(SUITE, 1n, keyBytes(number))).seal(0n, sample(5));
  const cut = Array.from({ length: 1 + SUITES[SUITE].tag }, (_, len) => genuine.subarray(0, len));
  const long = [Uint8Array.of(0x18, 0, ...sample(30)), Uint8Array.of(0x80, 1, ...sample(30))];
  for (const chunk of [...cut, ...long]) {
    assert_equals(await opening.send(chunk), null);
    const event = opening.errors.at(-1);
    assert_true(event instanceof SFrameTransformErrorEvent);
    assert_equals(event.type, 'error');
    assert_equals(event.errorType, 'syntax');
    assert_equals(event.keyID, null);
    assert_equals(event.frame, chunk);
    assert_equals(event.target, opening.stream);
  }
  assert_equals(opening.errors.length, cut.length + long.length);
}, 'What is no SFrame is an error event of type syntax');

promise_test(async () => {
  const opening = Bench.opening();
  for (const [kid, shown] of [[5n, 5], [2n ** 53n - 1n, 2 ** 53 - 1], [2n ** 53n, 2n ** 53n], [2n ** 64n - 1n, 2n ** 64n - 1n]]) {
    const chunk = join(header(kid, 1n), sample(40));
    assert_equals(await opening.send(chunk.buffer), null);
    const event = opening.errors.at(-1);
    assert_equals(event.errorType, 'keyID');
    assert_equals(event.keyID, shown, 'a number as far as it is exact');
    assert_equals(event.frame, chunk.buffer);
  }
  assert_equals(opening.errors.length, 4);
}, 'A KID without a key is an error event of type keyID');

promise_test(async () => {
  const [a, b] = [freshNumber(), freshNumber()];
  const [keyA, keyB] = [await cryptoKey(a), await cryptoKey(b)];
  const [referenceA, referenceB] = [await Reference.of(SUITE, 4n, keyBytes(a)), await Reference.of(SUITE, 4n, keyBytes(b))];
  const opening = Bench.opening();
  const types = () => opening.errors.map(({ errorType }) => errorType).join(' ');
  assert_equals(await opening.stream.removeDecryptionKey(4), undefined, 'nothing to remove');
  await opening.stream.addDecryptionKey(keyA, 4);
  assert_bytes(await opening.sendBytes(await referenceA.seal(1n, sample(1))), sample(1), 'the first key');
  await opening.stream.addDecryptionKey(keyB, 4n);
  assert_bytes(await opening.sendBytes(await referenceB.seal(1n, sample(2))), sample(2), 'the key that took its place');
  assert_equals(await opening.send(await referenceA.seal(2n, sample(3))), null);
  assert_equals(types(), 'authentication');
  assert_equals(await opening.stream.removeDecryptionKey(4), undefined);
  assert_equals(await opening.send(await referenceB.seal(3n, sample(4))), null);
  assert_equals(types(), 'authentication keyID');
  await opening.stream.addDecryptionKey(keyB, 4);
  assert_bytes(await opening.sendBytes(await referenceB.seal(9n, sample(5))), sample(5), 'the key is back');
}, 'Keys are added, take the place of others, and are removed');

promise_test(async (t) => {
  const opening = Bench.opening();
  await promise_rejects_js(t, TypeError, opening.stream.removeDecryptionKey());
  await promise_rejects_js(t, TypeError, opening.stream.removeDecryptionKey(-1));
  await promise_rejects_js(t, RangeError, opening.stream.removeDecryptionKey(2n ** 64n));
}, 'removeDecryptionKey wants a key ID');

promise_test(async () => {
  const number = freshNumber();
  const reference = await Reference.of(SUITE, 2n, keyBytes(number));
  const opening = Bench.opening();
  await opening.stream.addDecryptionKey(await cryptoKey(number), 2);
  const sframes = [];
  for (let counter = 0n; counter < 20n; counter += 1n) sframes.push(await reference.seal(counter, sample(8, Number(counter))));
  // Out of order, each three times.
  for (const sframe of sframes.reverse()) {
    for (let times = 0; times < 3; times += 1) await opening.send(sframe);
  }
  assert_equals(opening.out.length, 20, 'every frame once');
  assert_equals(opening.errors.length, 0, 'and no error');
}, 'Frames may come in another order; one that comes again is dropped in silence');

promise_test(async () => {
  const MOST = 64;
  const FORGED = 1000;
  const number = freshNumber();
  const opening = Bench.opening();
  await opening.stream.addDecryptionKey(await cryptoKey(number), 2);
  const reference = await Reference.of(SUITE, 2n, keyBytes(number));
  const genuine = await reference.seal(3n, sample(8));
  const forged = genuine.slice();
  forged[5] ^= 1;
  let tasks = 0;
  let inTask = 0;
  let mostInTask = 0;
  opening.stream.addEventListener('error', () => {
    if (inTask === 0) {
      tasks += 1;
      setTimeout(() => { inTask = 0; });
    }
    inTask += 1;
    mostInTask = Math.max(mostInTask, inTask);
  });
  const writes = Array.from({ length: FORGED }, () => opening.writer.write(forged));
  await Promise.all([...writes, opening.writer.write(genuine)]);
  await turn();
  assert_equals(opening.out.length, 1, 'the genuine frame alone');
  assert_greater_than(tasks, 0);
  assert_less_than_equal(mostInTask, MOST, 'events that wait are bounded');
}, 'A flood of forged frames fires a bounded number of events and lets the genuine frame through');

promise_test(async () => {
  const { stream, writer } = Bench.opening();
  const heard = [];
  assert_equals(stream.onerror, null);
  const first = function first(event) { heard.push(['first', this === stream, event.errorType]); };
  stream.onerror = first;
  assert_equals(stream.onerror, first);
  stream.addEventListener('error', () => heard.push(['listener']));
  await writer.write(new ArrayBuffer(0));
  await turn();
  stream.onerror = () => heard.push(['second']);
  await writer.write(new ArrayBuffer(0));
  await turn();
  const object = {};
  stream.onerror = object;
  assert_equals(stream.onerror, object, 'an object stays, and is not called');
  await writer.write(new ArrayBuffer(0));
  await turn();
  stream.onerror = 7;
  assert_equals(stream.onerror, null, 'no object takes the handler away');
  await writer.write(new ArrayBuffer(0));
  await turn();
  assert_equals(JSON.stringify(heard), JSON.stringify([
    ['first', true, 'syntax'], ['listener'], ['second'], ['listener'], ['listener'], ['listener'],
  ]));
}, 'onerror is one listener that can be exchanged');

test(() => {
  assert_throws_js(TypeError, () => new SFrameTransformErrorEvent('error'));
  assert_throws_js(TypeError, () => new SFrameTransformErrorEvent('error', {}));
  assert_throws_js(TypeError, () => new SFrameTransformErrorEvent('error', { errorType: 'syntax' }));
  assert_throws_js(TypeError, () => new SFrameTransformErrorEvent('error', { errorType: 'other', frame: new ArrayBuffer(1) }));
  const frame = new ArrayBuffer(1);
  const event = new SFrameTransformErrorEvent('error', { errorType: 'keyID', frame, keyID: 12n, bubbles: true });
  assert_true(event instanceof Event);
  assert_equals(`${event.errorType} ${event.keyID} ${event.bubbles} ${event.cancelable}`, 'keyID 12 true false');
  assert_equals(event.frame, frame);
  assert_equals(new SFrameTransformErrorEvent('error', { errorType: 'syntax', frame }).keyID, null);
}, 'SFrameTransformErrorEvent is made as its dictionary says');

promise_test(async () => {
  const key = await cryptoKey(freshNumber());
  const encryptor = new SFrameEncryptorStream({ cipherSuite: SUITE });
  const decryptor = new SFrameDecryptorStream({ cipherSuite: SUITE });
  encryptor.setEncryptionKey(key, 6);
  decryptor.addDecryptionKey(key, 6);
  const frames = Array.from({ length: 200 }, (_, index) => sample(index * 7, index + 1));
  const source = new ReadableStream({
    pull(controller) {
      if (frames.length === sent) controller.close();
      else controller.enqueue(frames[sent++]);
    },
  });
  let sent = 0;
  const received = [];
  const sink = new WritableStream({ write(chunk) { received.push(new Uint8Array(chunk)); } });
  await source.pipeThrough(encryptor).pipeThrough(decryptor).pipeTo(sink);
  assert_equals(received.length, frames.length);
  for (const [index, frame] of frames.entries()) assert_bytes(received[index], frame, `frame ${index}`);
}, 'Streams are piped through, keep the order, and close');

promise_test(async (t) => {
  const encryptor = new SFrameEncryptorStream({ cipherSuite: SUITE });
  const cause = new Error('enough');
  const reader = encryptor.readable.getReader();
  encryptor.writable.abort(cause);
  await promise_rejects_exactly(t, cause, reader.read());
  const decryptor = new SFrameDecryptorStream({ cipherSuite: SUITE });
  const writer = decryptor.writable.getWriter();
  writer.closed.catch(() => {});
  await decryptor.readable.cancel(cause);
  await promise_rejects_exactly(t, cause, writer.closed);
}, 'An abort or a cancellation reaches the other end');

test(() => {
  const encryptor = new SFrameEncryptorStream({ cipherSuite: SUITE });
  assert_false(encryptor instanceof EventTarget);
  assert_false('onerror' in encryptor);
  assert_true(new SFrameDecryptorStream({ cipherSuite: SUITE }) instanceof EventTarget);
}, 'A decryptor has error events and an encryptor has not');
