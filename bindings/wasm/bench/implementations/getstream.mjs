// The E2EE worker of @stream-io/video-client as published: a function, of whose text the package makes
// a worker. It takes its orders as messages, streams among them.

export async function start({ posted }) {
  const { e2eeWorker } = await import('/node_modules/@stream-io/video-client/dist/e2ee-worker.browser.es.js');
  e2eeWorker();
  // An event made here hands its data over as it is, streams and all; nothing is cloned.
  const tell = (data) => self.dispatchEvent(new MessageEvent('message', { data }));
  let tracks = 0;
  const open = (operation, userId, codec, readable, writable) => {
    tracks += 1;
    const trackType = `track ${tracks}`;
    tell({ type: 'cmd.setup_transform', operation, userId, codec, trackType, readable, writable });
  };
  return {
    async key(userId, secret) {
      tell({ type: 'cmd.set_key', userId, keyIndex: 0, rawKey: secret.slice().buffer });
    },
    encode: (user, ...track) => open('encode', user, ...track),
    decode: (user, ...track) => open('decode', user, ...track),
    complaints: () => posted.filter(({ type }) => type !== 'e2ee.key_state'),
  };
}
