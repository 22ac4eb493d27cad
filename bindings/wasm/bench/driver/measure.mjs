// The three measurements. In each, every implementation does one round, then every one the next.

import { BASELINE } from '../implementations/index.mjs';
import { cpuClock } from './cpu.mjs';
import { quantile, quantileOfTicks, rotated, summary } from './statistics.mjs';

/** Frame sizes in bytes, with the codec whose frames have that size. */
export const CASES = [
  { codec: 'opus', bytes: 100 },
  { codec: 'opus', bytes: 160 },
  { codec: 'vp8', bytes: 1024 },
  { codec: 'vp8', bytes: 4096 },
  { codec: 'vp8', bytes: 10_240 },
  { codec: 'vp8', bytes: 51_200 },
];

/**
 * How many ms the frames last that are given in at once. Every implementation gets as many as it passes in
 * that time, so that all are disturbed equally by what else runs.
 */
const BURST = 100;

/** Frames at once at least, which is also what the first round has, and most bytes of them. */
const LEAST_AT_ONCE = 200;
const MOST_BYTES_AT_ONCE = 40_000_000;

/** How many frames are given in one by one. */
const ONE_BY_ONE = 1000;

/** Rounds before those that count, for what lives on: the compiler has seen everything by then. */
const WARM_UP_ROUNDS = 2;

/** Seconds of a call before those that count. */
const CALL_WARM_UP = 2;

/** Runs `measure(implementation)` in every round. Gives for each name what it answered. */
async function interleaved(implementations, { rounds, warmUp, note }, measure) {
  const results = new Map(implementations.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const implementation of rotated(implementations, round + warmUp)) {
      const result = await measure(implementation).catch((error) => {
        throw new Error(`${implementation.name}: ${error.message}`);
      });
      if (round >= 0) results.get(implementation.name).push(result);
    }
    note('.');
  }
  return results;
}

/** Frames a second from encode's entry to decode's exit, and how long one frame takes. */
export async function measureFrames({ page }, implementations, { cases, rounds, note }) {
  const order = (name, operation, words) => page.evaluate((all) => bench.order(...all), [name, operation, words]);
  let checks = 0;
  for (const implementation of implementations) {
    const { name, seals } = implementation;
    await page.evaluate((which) => bench.open(which), implementation);
    await order(name, 'open', { codecs: ['opus', 'vp8'] });
    if (!seals) continue;
    for (const { codec, bytes } of cases) checks += await order(name, 'prove', { codec, bytes });
  }
  if (checks === 0 && implementations.some(({ seals }) => seals)) throw new Error('nothing was checked');
  note(`${checks} checks that frames are sealed and changed ones refused\n`);
  const figures = [];
  for (const { codec, bytes } of cases) {
    note(`${bytes} B `);
    const most = Math.floor(MOST_BYTES_AT_ONCE / bytes);
    const counts = new Map();
    const results = await interleaved(implementations, { rounds, warmUp: WARM_UP_ROUNDS, note }, async ({ name }) => {
      const count = counts.get(name) ?? LEAST_AT_ONCE;
      const ms = await order(name, 'burst', { codec, bytes, count });
      const perSecond = (count * 1000) / ms;
      counts.set(name, Math.round(Math.min(most, Math.max(LEAST_AT_ONCE, (perSecond * BURST) / 1000))));
      const delays = await order(name, 'oneByOne', { codec, bytes, count: ONE_BY_ONE });
      if (delays.length !== ONE_BY_ONE) throw new Error(`${delays.length} of ${ONE_BY_ONE} frames timed`);
      const us = (share) => quantileOfTicks(delays, share) * 1000;
      return { perSecond, p50: us(0.5), p99: us(0.99) };
    });
    note('\n');
    for (const [name, list] of results) {
      const pick = (key) => summary(list.map((result) => result[key]));
      figures.push({ name, codec, bytes, perSecond: pick('perSecond'), p50: pick('p50'), p99: pick('p99') });
    }
  }
  for (const { name } of implementations) await page.evaluate((which) => bench.close(which), name);
  return figures;
}

/** What a call of 25 people costs: CPU time as percent of one core, the streams' own share taken off. */
export async function measureCall({ browser, page }, implementations, { seconds, rounds, note }) {
  note('call ');
  const expected = { received: seconds * 24 * (50 + 25), sent: seconds * (50 + 25) };
  const round = async (implementation) => {
    const { name } = implementation;
    await page.evaluate((which) => bench.open(which), implementation);
    const order = (...words) => page.evaluate((all) => bench.order(...all), [name, ...words]);
    await order('prepareCall', { seconds: CALL_WARM_UP + seconds });
    await order('runCall', { seconds: CALL_WARM_UP });
    const clock = await cpuClock(browser);
    const before = await clock();
    const { received, sent, delays, lateness } = await order('runCall', { seconds });
    const after = await clock();
    await page.evaluate((which) => bench.close(which), name);
    if (received !== expected.received || sent !== expected.sent) {
      throw new Error(`${received} frames received and ${sent} sent, not ${JSON.stringify(expected)}`);
    }
    const percent = (key) => (after[key] - before[key]) / (seconds * 10);
    return {
      worker: percent('worker'),
      process: percent('process'),
      p50: quantileOfTicks(delays, 0.5) * 1000,
      p99: quantileOfTicks(delays, 0.99) * 1000,
      lateness: quantile(lateness, 0.99),
    };
  };
  const results = await interleaved(implementations, { rounds, warmUp: 0, note }, round);
  note('\n');
  const idle = results.get(BASELINE);
  if (!idle) throw new Error(`a call needs ${BASELINE}, whose cost is taken off`);
  return [...results].map(([name, list]) => {
    const pick = (key) => summary(list.map((result) => result[key]));
    const above = (key) => summary(list.map((result, index) => result[key] - idle[index][key]));
    const figures = { name, seconds, worker: pick('worker'), process: pick('process') };
    if (name !== BASELINE) Object.assign(figures, { workerAbove: above('worker'), processAbove: above('process') });
    return { ...figures, p50: pick('p50'), p99: pick('p99'), lateness: pick('lateness') };
  });
}

/** How many ms pass from `new Worker` to the first sealed frame, with nothing cached. */
export async function measureStartUp({ page }, implementations, { rounds, note }) {
  note('start-up ');
  const results = await interleaved(implementations, { rounds, warmUp: 1, note }, (implementation) =>
    page.evaluate((which) => bench.startUp(which), implementation),
  );
  note('\n');
  return [...results].map(([name, list]) => ({ name, ms: summary(list) }));
}
