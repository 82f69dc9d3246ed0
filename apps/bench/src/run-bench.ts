import { cpus } from 'node:os';
import type { BenchOptions } from './bench-options.js';
import { openBench } from './open-bench.js';
import { isFigures } from './report/figures.js';
import type { Line } from './report/figures.js';
import { formatReport } from './report/format-report.js';
import { writeJson } from './report/write-json.js';
import { scenarios } from './scenarios/scenarios.js';
import { openTarget } from './system/open-target.js';
import type { Target } from './system/target.js';

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const measure = async (target: Target, options: BenchOptions): Promise<Line[]> => {
  const { bench, close } = await openBench(target, options, say);
  try {
    for (const name of options.scenarios) bench.lines.push(...(await scenarios[name](bench)));
    return [...((await bench.raw?.figures()) ?? []), ...bench.lines];
  } finally {
    await close();
  }
};

const report = (lines: readonly Line[], options: BenchOptions, startedAt: Date): void => {
  const { seconds, seed, scenarios: names } = options;
  const machine = { processors: cpus().length, model: cpus()[0]?.model, node: process.version };
  const content = { startedAt, machine, options: { seconds, seed, scenarios: names }, lines };
  const files = writeJson(content, startedAt, options.json);
  process.stdout.write(`\n${formatReport(lines)}\nFigures: ${files.join(', ')}\n`);
};

const isSound = (line: Line): boolean =>
  (line.verdict?.problems.length ?? 0) === 0 && (isFigures(line) || line.isFaulty !== true);

/** A bench that is stopped half-way takes its system with it. */
const stopWhenAsked = (target: Target): void => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      say('Stopping.');
      void target.stop().finally(() => process.exit(1));
    });
  }
};

/** Runs the bench; answers the exit code: 1 if a check found a difference. Throws when something cannot be measured. */
export const runBench = async (options: BenchOptions): Promise<0 | 1> => {
  const startedAt = new Date();
  const target = await openTarget(options);
  stopWhenAsked(target);
  try {
    const lines = await measure(target, options);
    report(lines, options, startedAt);
    return lines.every(isSound) ? 0 : 1;
  } finally {
    await target.stop();
  }
};
