// The streams and the frames alone, read and written in a loop: what the measurement itself costs.

/**
 * Does once what an app does before the first track: loads the code and makes it ready.
 *
 * What it gives back is the same for every implementation:
 * - `key(user, secret)` makes the 16 bytes of `secret` the key of what `user` sends,
 * - `encode(user, codec, readable, writable)` seals what that user sends on one track,
 * - `decode(user, codec, readable, writable)` opens what that user sent on one track,
 * - `complaints()` is what the implementation has reported as an error so far.
 *
 * `codec` is 'opus' or 'vp8'. `posted` holds what the code posts to its page.
 */
export async function start() {
  const pass = async (readable, writable) => {
    const [reader, writer] = [readable.getReader(), writable.getWriter()];
    for (;;) {
      const { done, value: frame } = await reader.read();
      if (done) return;
      if (writer.desiredSize <= 0) await writer.ready;
      writer.write(frame);
    }
  };
  return {
    key: async () => {},
    encode: (user, codec, readable, writable) => pass(readable, writable),
    decode: (user, codec, readable, writable) => pass(readable, writable),
    complaints: () => [],
  };
}
