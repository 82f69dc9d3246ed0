import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Finding } from './oracle/finding.js';
import { Torture } from './run/torture.js';

const help = `Starts the whole ledger, causes faults while callers use it, and checks that nothing was lost.

  --seed N           the seed of all random choices (default: from the clock)
  --minutes N        the time during which new rounds are begun (default: 2)
  --first-round N    the first round to run (default: 1)
  --rounds N         the number of rounds (default: all that fit into the time)
  --callers N        the number of callers that work at the same time (default: 16)
  --without KIND     a kind of fault to leave out, such as 'fill disk'; may be given several times
  --keep             keeps the folder with data and logs even if every check passed
`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    seed: { type: 'string' },
    minutes: { type: 'string', default: '2' },
    'first-round': { type: 'string', default: '1' },
    rounds: { type: 'string' },
    callers: { type: 'string', default: '16' },
    without: { type: 'string', multiple: true, default: [] },
    keep: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

if (values.help) {
  say(help);
  process.exit(0);
}

const shownOfRuleMax = 5;

const report = (findings: readonly Finding[]): void => {
  for (const rule of new Set(findings.map((found) => found.rule))) {
    const broken = findings.filter((found) => found.rule === rule);
    const shown = broken.slice(0, shownOfRuleMax);
    for (const { detail } of shown) say(`VIOLATED: ${rule}\n  ${detail}`);
    if (broken.length > shown.length) say(`and ${broken.length - shown.length} more`);
  }
};

const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const folder = mkdtempSync(join(tmpdir(), 'ledger-torture-'));
const repeating = [`--seed ${seed}`, ...values.without.map((kind) => `--without '${kind}'`)];
say(`seed ${seed}, data and logs in ${folder}`);

const findings = await Torture.run({
  seed,
  minutes: Number(values.minutes),
  firstRound: Number(values['first-round']),
  roundsMax: values.rounds === undefined ? Infinity : Number(values.rounds),
  callers: Number(values.callers),
  without: new Set(values.without),
  folder,
  say,
});
report(findings);
if (findings.length === 0) {
  say('nothing violated');
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
} else {
  say(`repeat with: npm run torture -- ${repeating.join(' ')}`);
}
process.exit(findings.length === 0 ? 0 : 1);
