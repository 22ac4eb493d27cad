// What an app's own server would do between its clients and mediasoup.

/**
 * Answers the requests of one participant's page.
 *
 * @param {{router: object, transport(): Promise<object>}} server of `startMediasoup`.
 * @returns {(request: object) => Promise<unknown>}
 */
export function signalling({ router, transport }) {
  const transports = new Map();
  const consumers = new Map();
  const requests = {
    capabilities: () => router.rtpCapabilities,
    async transport() {
      const one = await transport();
      transports.set(one.id, one);
      const { id, iceParameters, iceCandidates, dtlsParameters } = one;
      return { id, iceParameters, iceCandidates, dtlsParameters };
    },
    connect: ({ transport, dtlsParameters }) => transports.get(transport).connect({ dtlsParameters }),
    async produce({ transport, kind, rtpParameters }) {
      return { id: (await transports.get(transport).produce({ kind, rtpParameters })).id };
    },
    async consume({ transport, producer, rtpCapabilities }) {
      const consumer = await transports.get(transport).consume({ producerId: producer, rtpCapabilities, paused: true });
      consumers.set(consumer.id, consumer);
      const { id, kind, rtpParameters } = consumer;
      return { id, kind, rtpParameters, producerId: producer };
    },
    resume: ({ consumer }) => consumers.get(consumer).resume(),
  };
  return async ({ method, ...rest }) => (await requests[method](rest)) ?? null;
}
