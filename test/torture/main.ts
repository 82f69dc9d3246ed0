import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Finding } from './oracle/finding.js';
import { Torture } from './run/torture.js';

const { values } = parseArgs({
  options: {
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

const report = (findings: readonly Finding[]): void => {
  for (const { rule, detail } of findings.slice(0, 20)) say(`VIOLATED: ${rule}\n  ${detail}`);
  if (findings.length > 20) say(`and ${findings.length - 20} more`);
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
