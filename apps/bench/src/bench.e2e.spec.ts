import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, repository } from '../../../test/support/system.js';
import type { LoadFigures, NamedFigures, ReportLine } from './report/report.js';

const program = join(repository, 'dist', 'apps', 'bench', 'src', 'main.js');
const endsWithinMs = 120_000;

const run = async (folder: string, args: readonly string[]) =>
  new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env: cleanEnvironment({ TMPDIR: folder }),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: endsWithinMs,
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });

describe('a short bench', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-spec-'));
  let ended: Awaited<ReturnType<typeof run>>;
  let lines: readonly ReportLine[];

  beforeAll(async () => {
    const args = ['--scenario', 'hot,load-70,bulk', '--connections', '64', '--seconds', '1'];
    ended = await run(folder, [...args, '--requests-max', '60', '--json', 'figures.json']);
    if (ended.code !== 0) throw new Error(ended.output);
    const content = readFileSync(join(folder, 'figures.json'), 'utf8');
    lines = (JSON.parse(content) as { lines: ReportLine[] }).lines;
  }, endsWithinMs);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const figuresOf = (name: string): LoadFigures =>
    lines.find(({ scenario }) => scenario === name) as LoadFigures;

  test('measures the raw ceiling and says what share of it is reached', () => {
    const [raw, hot] = [figuresOf('raw appends'), figuresOf('hot')];
    expect(hot.ratioToRaw).toBeCloseTo(hot.rate / raw.rate, 5);
    expect(raw).toMatchObject({ connections: 64, outcomes: { appended: raw.requests } });
  });

  test.each(['hot', 'load-70'])('finds every accepted capture of %s in the log once', (name) => {
    const { requests, outcomes, verdict } = figuresOf(name);
    expect(outcomes).toEqual({ '202': requests });
    expect(verdict).toEqual({
      accepted: requests,
      log: 'equal',
      readModel: 'equal',
      problems: [],
    });
  });

  test('finds every line of a bulk that was accepted in the log once', () => {
    const { values, verdict } = lines.find(({ scenario }) => scenario === 'bulk') as NamedFigures;
    expect(values).toMatchObject({ lines: 60, '202': 60, checked: '60 ok' });
    expect(verdict).toMatchObject({ accepted: 60, log: 'equal', readModel: 'equal' });
  });

  test('tells the cost of every process and the lag of the projection', () => {
    const { costs, lagMs } = figuresOf('load-70');
    expect(Object.keys(costs).sort()).toEqual(
      ['api', 'event-node', 'gateway-sandbox', 'generator', 'postgres', 'up', 'worker'].sort(),
    );
    expect(lagMs?.max).toBeGreaterThanOrEqual(lagMs?.p50 ?? Infinity);
    for (const { memoryMb } of Object.values(costs)) expect(memoryMb).toBeGreaterThan(0);
  });

  test('prints a table, keeps the figures and leaves no system behind', () => {
    expect(ended.output).toMatch(/^hot +64 +\d+/m);
    expect(readdirSync(join(folder, 'bench-results'))).toHaveLength(1);
    // During the run, this folder also contained the temporary folder of the measured system. The
    // bench must have removed that temporary folder.
    expect(readdirSync(folder).sort()).toEqual(['bench-results', 'figures.json']);
  });
});

test('a wrong command line is refused', async () => {
  const { code, output } = await run(tmpdir(), ['--scenario', 'nonsense']);
  expect(code).toBe(2);
  expect(output).toContain('distinct');
});
