// Says what a module worker finds, under the policy that it is served with.

const facts = {};
await new Promise((resolve) => setTimeout(resolve, 1));
facts['top-level await'] = true;
facts['SharedArrayBuffer'] = typeof SharedArrayBuffer !== 'undefined';
facts['cross-origin isolated'] = self.crossOriginIsolated;

for (const [name, members] of Object.entries({
  RTCRtpScriptTransformer: ['generateKeyFrame', 'sendKeyFrameRequest'],
  RTCEncodedVideoFrame: ['getMetadata', 'setMetadata', 'type', 'timestamp'],
  RTCEncodedAudioFrame: ['getMetadata', 'setMetadata', 'type', 'timestamp'],
})) {
  for (const member of members) facts[`${name}.${member}`] = member in (self[name]?.prototype ?? {});
}
for (const name of ['SFrameTransform', 'SFrameEncrypterStream', 'RTCSFrameSenderTransform']) facts[name] = name in self;

facts['crypto.subtle'] = typeof crypto?.subtle === 'object';
facts['indexedDB'] = typeof indexedDB === 'object';
facts['navigator.locks'] = typeof navigator.locks === 'object';
facts['eval'] = await outcome(() => new Function('return 1')());
facts['WebAssembly.compile'] = await outcome(() => WebAssembly.compile(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])));
postMessage(facts);

async function outcome(run) {
  try {
    await run();
    return true;
  } catch (error) {
    return error.name;
  }
}
