// Rows of figures: what makes one good, and how they are printed.

import assert from 'node:assert/strict';

/** What a direction of a call must reach; for a machine that has other things to do as well. */
export const LIMITS = {
  /** Of the pictures that the camera drew, in the time measured. */
  shownShare: 0.5,
  /** In dB. A foreign or broken picture has below 15; the colours that one browser gives another's video cost it 12. */
  meanPsnr: 27,
  minPsnr: 22,
  freezeMs: 500,
  /** Of the times that the ear listened. */
  heardShare: 0.8,
};

/** Throws unless the pictures of `row` were seen as drawn, without a stop, and its tone heard. */
export function check(row, seconds, { fps = 30, audio = true, ...limits } = {}) {
  const limit = { ...LIMITS, ...limits };
  const name = `${row.codec} ${row.from} → ${row.to}`;
  assert.ok(row.seen.length > 0, `${name}: there is no video`);
  for (const stream of [...row.sent, ...row.received]) {
    assert.equal(stream.codec, row.codec, `${name}: another codec was negotiated`);
  }
  for (const seen of row.seen) {
    const least = Math.floor(seconds * fps * limit.shownShare);
    assert.ok(seen.fresh >= least, `${name}: only ${seen.fresh} pictures of ${least} were seen`);
    assert.equal(seen.foreign, 0, `${name}: pictures of somebody else`);
    assert.ok(seen.readable >= seen.shown * 0.95, `${name}: ${seen.shown - seen.readable} of ${seen.shown} pictures unreadable`);
    assert.ok(seen.meanPsnr >= limit.meanPsnr, `${name}: mean PSNR ${seen.meanPsnr}`);
    assert.ok(seen.minPsnr >= limit.minPsnr, `${name}: a picture with PSNR ${seen.minPsnr}`);
    assert.ok(seen.longestFreeze <= limit.freezeMs, `${name}: a freeze of ${seen.longestFreeze} ms`);
  }
  if (!audio) return;
  assert.equal(row.heard.length, 1, `${name}: there is no audio`);
  for (const heard of row.heard) {
    assert.ok(heard.heard >= heard.listened * limit.heardShare, `${name}: heard ${heard.heard} times of ${heard.listened}`);
    assert.equal(heard.foreign, 0, `${name}: the tone of somebody else`);
  }
}

/** One line for each row and video track. */
export function table(rows) {
  const lines = [['codec', 'from', 'to', 'size', 'encoded', 'decoded', 'seen', 'PSNR', 'least', 'freeze ms', 'tone', 'silence ms']];
  for (const row of rows) {
    if (row.missing) {
      lines.push([row.codec, row.from, row.to, row.missing]);
      continue;
    }
    row.seen.forEach((seen, index) => {
      const [sent, received] = [pick(row.sent, seen.width), pick(row.received, seen.width)];
      const heard = row.heard[index];
      lines.push([
        row.codec, row.from, row.to, `${seen.width}×${seen.height}`,
        sent?.framesEncoded ?? '?', received?.framesDecoded ?? '?', seen.fresh,
        seen.meanPsnr?.toFixed(1) ?? '-', seen.minPsnr?.toFixed(1) ?? '-', seen.longestFreeze.toFixed(0),
        heard ? `${heard.heard}/${heard.listened}` : '-', heard ? heard.longestSilence.toFixed(0) : '-',
      ]);
    });
  }
  return columns(lines);
}

/** Text of lines of cells, as wide as their widest. */
export function columns(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => (line.length > column + 1 ? String(line[column]).length : 0))));
  return lines.map((line) => line.map((cell, column) => String(cell).padEnd(widths[column])).join('  ').trimEnd()).join('\n');
}

function pick(streams, width) {
  return streams.find((stream) => stream.frameWidth === width) ?? streams[0];
}
