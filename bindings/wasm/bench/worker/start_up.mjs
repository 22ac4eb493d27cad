// From nothing to the first sealed frame.

import { content, frame } from './frames.mjs';
import { Line } from './line.mjs';

/** Seals one audio frame. Answers when it was out, in ms since 1970, as all threads see it. */
export async function firstFrame(implementation) {
  await implementation.key('me', crypto.getRandomValues(new Uint8Array(16)));
  const line = new Line();
  implementation.encode('me', 'opus', line.readable, line.writable);
  line.push(frame('opus', 0, content('opus', 160, 0)));
  return new Promise((resolve) => (line.onframe = () => resolve(performance.timeOrigin + performance.now())));
}
