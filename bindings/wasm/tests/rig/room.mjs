// Who sees and hears whom in a room: measured in every page, and judged.

import assert from 'node:assert/strict';

/** A picture counts as there from so many different frames a second; two cores are shared by all pages. */
const MIN_FRAMES_A_SECOND = 4;
/** Of two pictures in dB; the same picture through a codec has about 28, another one below 15. */
const MIN_PSNR = 22;
/** Share of the moments in which the tone was there. */
const MIN_HEARD = 0.8;
/** Noise can pass for a tone for a moment. */
const MAX_NOISE = 0.03;

/**
 * Waits until everybody sees and hears whom they should and has the tracks of the others.
 *
 * @param {Map<number, Page>} pages by the participant's number; `participant.audience` is there.
 * @param {(to: number, from: number) => boolean | null} expected null where nothing is sent.
 */
export async function flowing(pages, expected, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const waiting = [];
    for (const [to, page] of pages) {
      const others = [...pages.keys()].filter((from) => from !== to);
      const open = others.filter((from) => expected(to, from) === true);
      const shut = others.filter((from) => expected(to, from) === false);
      const done = await page.evaluate((open, shut) => participant.audience.flows(open) && participant.audience.has(shut), open, shut);
      if (!done) waiting.push(to);
    }
    if (waiting.length === 0) return;
    if (Date.now() > end) {
      const reports = await reportsOf(pages);
      throw new Error(`after ${seconds} s participants ${waiting} lack somebody: ${JSON.stringify(reports, null, 1)}`);
    }
    await sleep(100);
  }
}

/**
 * Measures for some seconds, and gives one row for each direction.
 *
 * @returns {Promise<Row[]>}
 */
export async function measure(pages, seconds) {
  await Promise.all([...pages.values()].map((page) => page.evaluate(() => participant.audience.reset())));
  await sleep(seconds * 1000);
  const reports = await reportsOf(pages);
  const rows = [];
  for (const [to, { seen, heard }] of Object.entries(reports)) {
    for (const from of new Set([...Object.keys(seen), ...Object.keys(heard)])) {
      const picture = seen[from] ?? {};
      const tone = heard[from] ?? {};
      rows.push({
        from: Number(from),
        to: Number(to),
        shown: picture.shown ?? 0,
        readable: picture.readable ?? 0,
        fresh: picture.fresh ?? 0,
        psnr: picture.meanPsnr == null ? null : Math.round(picture.meanPsnr * 10) / 10,
        listened: tone.listened ?? 0,
        heard: tone.heard ?? 0,
        foreign: (picture.foreign ?? 0) + (tone.foreign ?? 0),
        seconds,
      });
    }
  }
  return rows;
}

/** Holds every row to what is expected of it; gives how many directions were open and shut. */
export function judge(rows, expected) {
  const counts = { open: 0, shut: 0 };
  for (const row of rows) {
    const what = `${row.from} to ${row.to}: ${JSON.stringify(row)}`;
    const is = expected(row.to, row.from);
    if (is === true) {
      assert.ok(row.fresh >= MIN_FRAMES_A_SECOND * row.seconds, `a picture arrives, ${what}`);
      assert.ok(row.psnr >= MIN_PSNR, `it is the picture that was sent, ${what}`);
      assert.ok(row.listened > 0 && row.heard >= MIN_HEARD * row.listened, `a tone arrives, ${what}`);
      assert.equal(row.foreign, 0, `and nobody else's, ${what}`);
      counts.open += 1;
    } else {
      assert.equal(is, false, `nobody expected anything, ${what}`);
      assert.equal(row.readable, 0, `no picture arrives, ${what}`);
      assert.ok(row.listened > 0 && row.heard <= MAX_NOISE * row.listened, `no tone arrives, ${what}`);
      counts.shut += 1;
    }
  }
  return counts;
}

/** A table of rows under a title, for people. */
export function table(title, rows, nameOf) {
  const lines = rows.map((row) => [
    `${nameOf(row.from)} → ${nameOf(row.to)}`,
    `${row.fresh} of ${row.shown}`,
    row.psnr === null ? '–' : `${row.psnr} dB`,
    `${row.heard} of ${row.listened}`,
  ]);
  const all = [['direction', 'pictures read', 'PSNR', 'tone heard'], ...lines];
  const widths = all[0].map((_, column) => Math.max(...all.map((line) => line[column].length)));
  const text = all.map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()}`);
  return [title, ...text].join('\n');
}

async function reportsOf(pages) {
  const reports = {};
  for (const [to, page] of pages) reports[to] = await page.evaluate(() => participant.audience.report);
  return reports;
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
