// Measures FrameSeal's worker beside the E2EE workers of LiveKit and GetStream, in headless Chromium.
// README.md says how; `node bench.mjs --help` says what can be asked for.

import { parseArgs } from 'node:util';
import { cpus, loadavg } from 'node:os';
import { IMPLEMENTATIONS, Role } from './implementations/index.mjs';
import { openPage } from './driver/browser.mjs';
import { CASES, measureCall, measureFrames, measureStartUp } from './driver/measure.mjs';
import { profile } from './driver/profile.mjs';
import { tables } from './driver/report.mjs';
import { judge } from './driver/targets.mjs';

const HELP = `node bench.mjs [options]
  --check            fail unless every target is reached
  --json             figures as JSON instead of tables
  --part a,b         of frames, call, start-up; all unless told otherwise
  --only a,b         of ${IMPLEMENTATIONS.map(({ name }) => name).join(', ')}
  --bytes a,b        of ${CASES.map(({ bytes }) => bytes).join(', ')}
  --rounds n         rounds of each measurement (21; of a call a third as many)
  --seconds n        of the call (8)
  --quick            whether it runs, in a minute: 2 rounds, 2 seconds
  --profile name     where one implementation spends its time, instead of figures
  --profile-to file  the profile itself, for Chromium's developer tools
  --help`;

const options = {
  check: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  part: { type: 'string', default: 'frames,start-up,call' },
  only: { type: 'string' },
  bytes: { type: 'string' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  profile: { type: 'string' },
  'profile-to': { type: 'string' },
};

const { values: asked } = parseArgs({ options });
if (asked.help) {
  console.log(HELP);
  process.exit();
}

const implementations = chosen(IMPLEMENTATIONS, asked.only, ({ name }) => name);
const cases = chosen(CASES, asked.bytes, ({ bytes }) => String(bytes));
const parts = chosen(['frames', 'start-up', 'call'], asked.part, (part) => part);
const rounds = positive(asked.rounds ?? (asked.quick ? '2' : '21'));
const seconds = positive(asked.seconds ?? (asked.quick ? '2' : '8'));
const note = (text) => process.stderr.write(text);

const opened = await openPage();
try {
  if (asked.profile) {
    const [profiled] = chosen(IMPLEMENTATIONS, asked.profile, ({ name }) => name);
    console.log(await profile(opened, profiled, { cases, seconds, file: asked['profile-to'] }));
  } else {
    await compare();
  }
} finally {
  await opened.close();
}

async function compare() {
  const processors = `${cpus().length} × ${cpus()[0].model.trim()}`;
  const load = loadavg()[0].toFixed(1);
  const machine = `Chromium ${opened.browser.version()} on ${processors}, load ${load} before the run`;
  const figures = { machine, rounds };
  if (parts.includes('frames')) {
    figures.frames = await measureFrames(opened, implementations, { cases, rounds, note });
  }
  if (parts.includes('start-up')) figures.startUp = await measureStartUp(opened, implementations, { rounds, note });
  if (parts.includes('call')) {
    const calls = Math.ceil(rounds / 3);
    figures.call = await measureCall(opened, implementations, { seconds, rounds: calls, note });
  }
  figures.targets = judge(implementations, figures);
  if (asked.json) console.log(JSON.stringify(figures, null, 1));
  else {
    console.log(`${machine}, ${rounds} rounds\n\n${tables(figures)}\n`);
    for (const { reached, text } of figures.targets) console.log(`${reached ? 'ok    ' : 'MISSED'} ${text}`);
  }
  if (!asked.check) return;
  if (figures.targets.length === 0) {
    const ours = IMPLEMENTATIONS.filter(({ role }) => role === Role.ours).map(({ name }) => name);
    console.error(`no target could be judged: ${ours[0] ?? 'FrameSeal'} and a peer must both be measured`);
  }
  if (figures.targets.length === 0 || figures.targets.some(({ reached }) => !reached)) process.exitCode = 1;
}

/** The members of `list` that `words` names, in the order of the list; all without words. */
function chosen(list, words, nameOf) {
  if (words === undefined) return list;
  const names = words.split(',').map((word) => word.trim());
  const unknown = names.filter((name) => !list.some((each) => nameOf(each) === name));
  if (unknown.length > 0) fail(`there is no ${unknown.join(', ')}; there are ${list.map(nameOf).join(', ')}`);
  return list.filter((each) => names.includes(nameOf(each)));
}

function positive(text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) fail(`${text} is not a number from 1 up`);
  return number;
}

function fail(reason) {
  console.error(reason);
  process.exit(2);
}
