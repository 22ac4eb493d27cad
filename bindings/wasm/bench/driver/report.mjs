// The figures as Markdown tables.

/** Every table that there are figures for. */
export function tables({ frames, call, startUp }) {
  const all = [frames && frameTable(frames), call && callTable(call), startUp && startUpTable(startUp)];
  return all.filter(Boolean).join('\n\n');
}

function frameTable(figures) {
  const head = ['codec', 'bytes', 'implementation', 'frames/s', 'spread', 'p50 µs', 'p99 µs'];
  const rows = figures.map(({ name, codec, bytes, perSecond, p50, p99 }) => [
    codec,
    bytes,
    name,
    Math.round(perSecond.median).toLocaleString('en'),
    percent(perSecond.spread),
    p50.median.toFixed(0),
    p99.median.toFixed(0),
  ]);
  return table(head, rows, 2);
}

function callTable(figures) {
  const head = ['a call of 25', 'worker %', 'above streams', 'process %', 'above streams', 'p50 µs', 'p99 µs'];
  const above = (value) => (value ? value.median.toFixed(1) : '');
  const rows = figures.map(({ name, worker, workerAbove, process, processAbove, p50, p99 }) => [
    name,
    worker.median.toFixed(1),
    above(workerAbove),
    process.median.toFixed(1),
    above(processAbove),
    p50.median.toFixed(0),
    p99.median.toFixed(0),
  ]);
  return table(head, rows, 0);
}

function startUpTable(figures) {
  const head = ['first sealed frame', 'ms', 'spread'];
  return table(head, figures.map(({ name, ms }) => [name, ms.median.toFixed(1), percent(ms.spread)]), 0);
}

const percent = (share) => `${(share * 100).toFixed(0)} %`;

/** A Markdown table. The column `words` holds words and stands left, all others right. */
function table(head, rows, words) {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const pad = (text, column) => (column === words ? text.padEnd(widths[column]) : text.padStart(widths[column]));
  const line = (row) => `| ${row.map(pad).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => `-${'-'.repeat(width)}${column === words ? '-' : ':'}`).join('|')}|`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}
