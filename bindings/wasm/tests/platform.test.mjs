// What encoded transforms do in each browser: what FrameSeal relies on is asserted, and all
// of it is printed, because specifications leave much of it open and browsers differ.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BROWSER_NAMES, launch } from './rig/browsers.mjs';
import { connect } from './rig/call.mjs';
import { columns } from './rig/rows.mjs';
import { RIG, serve } from './rig/server.mjs';

const HOOK = '/rig/pages/transform-hook.mjs';
const BLANK = '/rig/pages/blank.html';

const browsers = {};
let server;

before(async () => {
  server = await serve({ '/rig': RIG });
  for (const name of BROWSER_NAMES) browsers[name] = await launch(name);
});

after(async () => {
  for (const browser of Object.values(browsers)) await browser.close();
  await server?.close();
});

test('what a page and its worker find under a strict policy', async (t) => {
  const isolated = await serve({ '/rig': RIG }, { isolated: true });
  t.after(() => isolated.close());
  const found = {};
  for (const name of BROWSER_NAMES) {
    for (const [kind, { origin }] of [['', server], [' isolated', isolated]]) {
      const page = await browsers[name].newPage(origin + BLANK);
      const facts = await page.evaluate(probe);
      await page.close();
      for (const need of ['RTCRtpScriptTransform', 'top-level await', 'WebAssembly.compile', 'crypto.subtle', 'RTCEncodedVideoFrame.getMetadata']) {
        assert.equal(facts[need], true, `${name}: ${need}`);
      }
      assert.equal(facts['eval'], 'EvalError', `${name}: the policy is not in force`);
      assert.equal(facts['SharedArrayBuffer'], kind !== '', name);
      found[name + kind] = facts;
    }
  }
  print(found);
  assert.equal(Object.keys(found).length, 4);
});

test('metadata of frames as sent and received', async () => {
  const lines = [['codec', 'browser', 'direction', 'field: values']];
  for (const name of BROWSER_NAMES) {
    for (const codec of name === 'chromium' ? ['VP8', 'VP9', 'AV1', 'H264'] : ['VP8', 'VP9', 'AV1']) {
      const call = await connect({ server, from: browsers[name], to: browsers[name], codec, oneWay: true, hook: { module: HOOK } });
      await call.flows();
      const [{ hooks }] = await call.measure(1);
      for (const [direction, streams] of [['send', hooks.sender], ['receive', hooks.receiver]]) {
        for (const kind of ['video', 'audio']) {
          if (kind === 'audio' && codec !== 'VP8') continue;
          const { fields, frames, empty, errors } = streams.find((stream) => stream.name === `${direction} ${kind}`);
          const mimeType = kind === 'video' ? `video/${codec}` : 'audio/opus';
          assert.deepEqual(fields.mimeType.values, [JSON.stringify(mimeType)], `${name} ${direction} ${codec}`);
          for (const field of ['mimeType', 'payloadType', 'synchronizationSource', 'rtpTimestamp']) {
            assert.ok(fields[field].there === frames && frames > 10, `${name} ${direction} ${codec}: ${field} is missing in some frames`);
          }
          assert.deepEqual(errors, []);
          const words = Object.entries(fields).map(([field, { there, values }]) => {
            const often = there === frames ? '' : ` (${there} of ${frames})`;
            return `${field}: ${values.slice(0, 3).join(' ')}${often}`;
          });
          lines.push([kind === 'video' ? codec : 'opus', name, direction, [`${empty} empty`, ...words].join('; ')]);
        }
      }
      await call.close();
    }
  }
  console.log(columns(lines));
  assert.equal(lines.length, 1 + 7 * 2 + 2 * 2);
});

test('without retransmission streams, audio frames arrive that nobody sent', async () => {
  const lines = [['from', 'to', 'audio frames sent', 'received', 'empty ones received']];
  for (const from of BROWSER_NAMES) {
    for (const to of BROWSER_NAMES) {
      // Senders probe for bandwidth with empty packets, in the audio stream if there is no other.
      const call = await connect({ server, from: browsers[from], to: browsers[to], rtx: false, hook: { module: HOOK } });
      await call.flows();
      const [{ hooks }] = await call.measure(2);
      const sent = hooks.sender.find(({ name }) => name === 'send audio');
      const received = hooks.receiver.find(({ name }) => name === 'receive audio');
      lines.push([from, to, sent.frames, received.frames, received.empty]);
      assert.equal(sent.empty, 0);
      await call.close();
    }
  }
  console.log(columns(lines));
  assert.equal(lines.length, 5);
});

test('video frames before the first that is decoded may come twice', async () => {
  const lines = [['from', 'to', 'frames sent', 'received', 'of them again', 'of sound again']];
  let repeated = 0;
  for (const [from, to] of [['chromium', 'chromium'], ['chromium', 'firefox'], ['firefox', 'chromium']]) {
    // The first key frame is lost; senders probe for bandwidth with what they have sent before.
    const call = await connect({
      server, from: browsers[from], to: browsers[to], oneWay: true,
      hook: { from: { module: HOOK, options: { sender: { mode: 'late' } } }, to: { module: HOOK } },
    });
    await call.flows();
    const [sent, received] = await call.reports();
    const of = (report, name) => report.hook.find((stream) => stream.name === name);
    const video = of(received, 'receive video');
    lines.push([from, to, of(sent, 'send video').frames, video.frames, video.repeated, of(received, 'receive audio').repeated]);
    assert.equal(of(sent, 'send video').repeated, 0);
    repeated += video.repeated;
    await call.close();
  }
  console.log(columns(lines));
  assert.equal(lines.length, 4);
  assert.ok(repeated > 0, 'no frame came twice');
});

// The outcome for a call whose transforms are set `when`, or whose worker is late.
const MOMENTS = {
  'at once': { when: 'now' },
  'in a microtask': { when: 'microtask' },
  'in the next task': { when: 'task' },
  'after a second': { when: 1000 },
  'at once, worker comes a second late': { slow: true },
  'at once, handler set after top-level await': { worker: 'late-handler-worker.mjs?wait=top-level' },
  'at once, handler set after evaluation': { worker: 'late-handler-worker.mjs?wait=after' },
};
const TRANSFORMED = new Set(['at once', 'in a microtask', 'at once, worker comes a second late']);

test('when a transform must be set', async (t) => {
  const slow = await serve({ '/rig': RIG }, { delays: { '/rig/pages/transform-worker.mjs': 1000 } });
  t.after(() => slow.close());
  const lines = [['transform set', 'browser', 'encoded', 'through the transform', 'decoded', 'through the transform', 'seen', 'audio packets', 'through the transform']];
  for (const name of BROWSER_NAMES) {
    for (const [moment, { slow: late, ...options }] of Object.entries(MOMENTS)) {
      const call = await connect({
        server: late ? slow : server, from: browsers[name], to: browsers[name], oneWay: true, hook: { module: HOOK, options },
      });
      await sleep(3000);
      const [sent, received] = await call.reports();
      const out = sent.streams.find(({ kind }) => kind === 'video');
      const sound = sent.streams.find(({ kind }) => kind === 'audio');
      const seen = received.seen[0].fresh;
      const through = (report, stream) => report.hook.find((one) => one.name === stream)?.frames ?? 'no event';
      const decoded = received.streams.find(({ kind }) => kind === 'video')?.framesDecoded ?? 0;
      lines.push([
        moment, name, out.framesEncoded, through(sent, 'send video'), decoded, through(received, 'receive video'), seen,
        sound.packetsSent, through(sent, 'send audio'),
      ]);
      if (TRANSFORMED.has(moment)) {
        assert.ok(seen > 20, `${name}, ${moment}: only ${seen} pictures seen`);
        for (const [report, direction] of [[sent, 'send'], [received, 'receive']]) {
          const video = report.hook.find((one) => one.name === `${direction} video`);
          assert.ok(video.types.key >= 1, `${name}, ${moment}: no key frame came through ${direction}`);
        }
        assert.ok(Math.abs(out.framesEncoded - through(sent, 'send video')) <= 3, `${name}, ${moment}: frames went past the transform`);
      } else if (moment.includes('handler')) {
        // The event is not kept for a handler that is not there yet. Nothing leaves, which is the safe side.
        assert.equal(through(sent, 'send video'), 'no event', name);
        assert.equal(seen, 0, `${name}, ${moment}: pictures were seen past a transform that nobody serves`);
      }
      await call.close();
    }
  }
  console.log(columns(lines));
  assert.equal(lines.length, 1 + 2 * 7);
});

test('what can be done to the transform of a live call', async () => {
  const lines = [['step', 'browser', 'packets sent', 'pictures seen', 'longest freeze ms', 'first picture after ms']];
  for (const name of BROWSER_NAMES) {
    const call = await connect({ server, from: browsers[name], to: browsers[name], oneWay: true, hook: { module: HOOK } });
    await call.flows();
    const steps = {
      'nothing': async () => {},
      'sender: another transform': () => command(call.from, 'replace', 'send video', {}),
      'receiver: another transform': () => command(call.to, 'replace', 'receive video', {}),
      'sender: one that drops': () => command(call.from, 'replace', 'send video', { mode: 'drop' }),
      'sender: another transform again': () => command(call.from, 'replace', 'send video', {}),
      'sendKeyFrameRequest': () => command(call.to, 'sendKeyFrameRequest', 'receive video'),
      'generateKeyFrame': () => command(call.from, 'generateKeyFrame', 'send video'),
      'sender: transform = null': () => command(call.from, 'replace', 'send video', null),
      'sender: a transform after null': () => command(call.from, 'replace', 'send video', {}),
    };
    const results = {};
    for (const [step, act] of Object.entries(steps)) {
      const answer = await act();
      const [{ sent, seen: [seen] }] = await call.measure(1.5);
      lines.push([
        step, name, sent[0].packetsSent, seen.fresh, seen.longestFreeze.toFixed(0), `${seen.firstAfter?.toFixed(0) ?? 'none'}${answer?.error ? ` (${answer.error})` : ''}`,
      ]);
      results[step] = { seen: seen.fresh, packets: sent[0].packetsSent, error: answer?.error };
    }
    for (const step of ['nothing', 'sender: another transform', 'receiver: another transform']) {
      assert.ok(results[step].seen > 15, `${name}, ${step}: ${results[step].seen} pictures`);
    }
    assert.ok(results['sender: one that drops'].seen <= 3);
    assert.equal(results['sendKeyFrameRequest'].error, undefined);
    await assert.rejects(command(call.from, 'reuse', 'send audio', 'send video'), /reused|already been used/);

    // A worker that is gone lets nothing pass.
    await command(call.from, 'replace', 'send video', {});
    await call.from.evaluate(() => side.hook.close());
    await sleep(500);
    await call.to.evaluate(() => side.reset());
    await sleep(1000);
    const after = await call.to.evaluate(() => ({ seen: side.viewers[0].fresh, heard: side.ears[0].heard }));
    lines.push(['sender: worker terminated', name, '?', after.seen, '', '']);
    assert.deepEqual(after, { seen: 0, heard: 0 }, `${name}: frames pass without a worker`);
    await call.close();
  }
  console.log(columns(lines));
  assert.equal(lines.length, 1 + 2 * 10);
});

function command(page, ...words) {
  return page.evaluate((...words) => side.command(...words), ...words);
}

// Runs in the page.
async function probe() {
  const worker = new Worker('/rig/pages/probe-worker.mjs', { type: 'module' });
  const facts = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.terminate();
  const runs = (make) => new Promise((resolve) => {
    try {
      const worker = make();
      worker.onmessage = () => resolve(true);
      worker.onerror = () => resolve('blocked');
    } catch (error) {
      resolve(error.name);
    }
  });
  const blob = URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' }));
  facts['worker from a blob'] = await runs(() => new Worker(blob));
  facts['RTCRtpScriptTransform'] = typeof RTCRtpScriptTransform === 'function';
  facts['createEncodedStreams'] = 'createEncodedStreams' in RTCRtpSender.prototype;
  if (facts['createEncodedStreams']) {
    for (const [kind, configuration] of [['', {}], [' with encodedInsertableStreams', { encodedInsertableStreams: true }]]) {
      const pc = new RTCPeerConnection(configuration);
      try {
        pc.addTransceiver('audio').sender.createEncodedStreams();
        facts[`createEncodedStreams()${kind}`] = true;
      } catch (error) {
        facts[`createEncodedStreams()${kind}`] = error.name;
      }
      pc.close();
    }
    const pc = new RTCPeerConnection({ encodedInsertableStreams: true });
    try {
      pc.addTransceiver('audio').sender.transform = new RTCRtpScriptTransform(new Worker('/rig/pages/transform-worker.mjs', { type: 'module' }), {});
      facts['transform with encodedInsertableStreams'] = true;
    } catch (error) {
      facts['transform with encodedInsertableStreams'] = error.name;
    }
    pc.close();
  }
  facts['RTCRtpSender.generateKeyFrame'] = 'generateKeyFrame' in RTCRtpSender.prototype;
  facts['MediaStreamTrackProcessor in the page'] = 'MediaStreamTrackProcessor' in self;
  return facts;
}

function print(found) {
  const names = Object.keys(found);
  const facts = new Set(names.flatMap((name) => Object.keys(found[name])));
  console.log(columns([['fact', ...names], ...[...facts].map((fact) => [fact, ...names.map((name) => found[name][fact] ?? '')])]));
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
