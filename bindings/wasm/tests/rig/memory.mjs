// How much memory the processes of a browser hold, read from /proc.

import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * The memory in bytes of all processes below this one whose program is called `program`,
 * each shared page counted once (PSS).
 */
export function memoryOf(program) {
  const parents = new Map();
  const programs = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = read(`/proc/${entry}/stat`);
    // The name is in brackets and may hold any character.
    const close = stat.lastIndexOf(')');
    if (close < 0) continue;
    programs.set(Number(entry), programOf(entry));
    parents.set(Number(entry), Number(stat.slice(close + 2).split(' ')[1]));
  }
  let bytes = 0;
  let processes = 0;
  for (const [id, name] of programs) {
    if (!name.startsWith(program) || !isBelow(id, process.pid, parents)) continue;
    const pss = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${id}/smaps_rollup`));
    if (pss === null) continue;
    bytes += Number(pss[1]) * 1024;
    processes += 1;
  }
  return { bytes, processes };
}

function isBelow(id, ancestor, parents) {
  for (let at = parents.get(id); at > 1; at = parents.get(at)) {
    if (at === ancestor) return true;
  }
  return false;
}

function programOf(id) {
  try {
    return basename(readlinkSync(`/proc/${id}/exe`));
  } catch {
    return '';
  }
}

// A process may end while it is looked at.
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
