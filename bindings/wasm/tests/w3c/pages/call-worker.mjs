// A worker of script transforms that does with SFrame streams what the specification shows.

import { SFrameDecryptorStream, SFrameEncryptorStream } from '/dist/w3c.js';

const counts = { sealed: 0, opened: 0, reasons: [], same: 0 };

/** Counts frames on their way, and those whose data are what they were before. */
function counting(name, before) {
  return new TransformStream({
    transform(frame, controller) {
      const data = String(new Uint8Array(frame.data));
      if (name === null) before.add(data);
      else {
        counts[name] += 1;
        if (name === 'sealed' && before.has(data)) counts.same += 1;
        postMessage(counts);
      }
      controller.enqueue(frame);
    },
  });
}

onrtctransform = async ({ transformer }) => {
  const { side, suite, keys } = transformer.options;
  if (side === 'sender') {
    const encryptor = new SFrameEncryptorStream({ cipherSuite: suite });
    for (const [kid, key] of keys) encryptor.setEncryptionKey(key, kid);
    const clear = new Set();
    transformer.readable
      .pipeThrough(counting(null, clear))
      .pipeThrough(encryptor)
      .pipeThrough(counting('sealed', clear))
      .pipeTo(transformer.writable);
  } else {
    const decryptor = new SFrameDecryptorStream({ cipherSuite: suite });
    for (const [kid, key] of keys) decryptor.addDecryptionKey(key, kid);
    decryptor.onerror = ({ errorType, frame }) => {
      counts.reasons.push(`${errorType} of ${frame.data.byteLength} bytes`);
      postMessage(counts);
    };
    transformer.readable.pipeThrough(decryptor).pipeThrough(counting('opened')).pipeTo(transformer.writable);
  }
};

postMessage('ready');
