// Figures of several rounds in one.

/** Step of Chromium's clock in an isolated page, in ms. */
const TICK = 0.005;

/** The value below which `share` of `values` lie, between two of them if need be. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}

/**
 * The same for times of a clock with ticks, in ms. Many of them are equal; they are taken to lie evenly
 * around what the clock said, so that the answer is finer than a tick.
 */
export function quantileOfTicks(times, share) {
  const ticks = times.map((time) => Math.round(time / TICK)).sort((a, b) => a - b);
  const at = ticks[Math.min(ticks.length - 1, Math.floor(share * ticks.length))];
  const below = ticks.filter((tick) => tick < at).length;
  const equal = ticks.filter((tick) => tick === at).length;
  return Math.max(0, (at - 0.5 + (share * ticks.length - below) / equal) * TICK);
}

/** Median of the rounds, and how far the middle half of them lies apart, as a share of it. */
export function summary(values) {
  const median = quantile(values, 0.5);
  return { median, spread: (quantile(values, 0.75) - quantile(values, 0.25)) / Math.abs(median), rounds: values };
}

/** Median of what one figure is to another in the same round: what slows a round down slows both. */
export function ratio(over, under) {
  return quantile(over.rounds.map((value, round) => value / under.rounds[round]), 0.5);
}

/** A list that begins with another one for each `by`. */
export const rotated = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)];
