// How fast FrameSeal has to be beside the peers, as ratios, so that the targets hold on every machine.

import { Role } from '../implementations/index.mjs';
import { ratio } from './statistics.mjs';

/** How many times the better peer's frames a second, by frame size in bytes. 3 % is noise. */
const TIMES_AS_MANY = new Map([
  [100, 2],
  [160, 2],
  [1024, 1.3],
  [10_240, 0.97],
  [51_200, 0.97],
]);

/** Frame sizes in bytes at which the slowest frame of a hundred must be faster than the better peer's. */
const LOWER_P99 = [100, 160];

/** Most ms from `new Worker` to the first sealed frame: less than a person notices. */
const START_UP = 100;

/** Gives every target that the figures can say something about, as `{ reached, text }`. */
export function judge(implementations, { frames = [], startUp = [] }) {
  const named = (role) => implementations.filter((each) => each.role === role).map(({ name }) => name);
  const [ours, peers] = [named(Role.ours), named(Role.peer)];
  if (ours.length === 0 || peers.length === 0) return [];
  const targets = [];
  for (const bytes of new Set(frames.map((figures) => figures.bytes))) {
    const line = frames.filter((figures) => figures.bytes === bytes);
    const mine = line.find(({ name }) => ours.includes(name));
    const others = line.filter(({ name }) => peers.includes(name));
    const least = TIMES_AS_MANY.get(bytes);
    if (least !== undefined) {
      const best = others.reduce((a, b) => (a.perSecond.median > b.perSecond.median ? a : b));
      const times = ratio(mine.perSecond, best.perSecond);
      const text = `${bytes} B: ${times.toFixed(2)} times the frames a second of ${best.name}, at least ${least}`;
      targets.push({ reached: times >= least, text });
    }
    if (LOWER_P99.includes(bytes)) {
      const best = others.reduce((a, b) => (a.p99.median < b.p99.median ? a : b));
      const share = ratio(mine.p99, best.p99);
      const text = `${bytes} B: 99 of 100 frames in ${share.toFixed(2)} times the time of ${best.name}, less than 1`;
      targets.push({ reached: share < 1, text });
    }
  }
  for (const { name, ms } of startUp.filter((figures) => ours.includes(figures.name))) {
    const text = `first sealed frame of ${name} after ${ms.median.toFixed(1)} ms, less than ${START_UP}`;
    targets.push({ reached: ms.median < START_UP, text });
  }
  return targets;
}
