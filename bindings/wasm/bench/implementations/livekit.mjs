// The E2EE worker of livekit-client as published. It takes its orders as messages, streams among them.

/** `KEY_PROVIDER_DEFAULTS` of the package, which it does not export. */
const DEFAULTS = {
  sharedKey: false,
  ratchetSalt: 'LKFrameEncryptionKey',
  ratchetWindowSize: 8,
  failureTolerance: 10,
  keyringSize: 16,
  keySize: 128,
};

export async function start({ posted }) {
  await import('/node_modules/livekit-client/dist/livekit-client.e2ee.worker.mjs');
  // An event made here hands its data over as it is, streams and all; nothing is cloned.
  const tell = (kind, data) => self.dispatchEvent(new MessageEvent('message', { data: { kind, data } }));
  tell('init', { keyProviderOptions: DEFAULTS, loglevel: 'warn' });
  let tracks = 0;
  const open = (kind, user, codec, readableStream, writableStream) => {
    tracks += 1;
    tell(kind, {
      participantIdentity: user,
      trackId: `track ${tracks}`,
      readableStream,
      writableStream,
      // The package names a codec for video only.
      codec: codec === 'opus' ? undefined : codec,
      hasPacketTrailer: false,
    });
  };
  return {
    async key(user, secret) {
      // As `createKeyMaterialFromBuffer` of the package does.
      const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']);
      tell('enable', { enabled: true, participantIdentity: user });
      tell('setKey', { participantIdentity: user, key, keyIndex: 0, updateCurrentKeyIndex: true });
    },
    encode: (user, ...track) => open('encode', user, ...track),
    decode: (user, ...track) => open('decode', user, ...track),
    complaints: () => posted.filter(({ kind }) => kind === 'error' || kind === 'log'),
  };
}
