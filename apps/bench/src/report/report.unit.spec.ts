import { expect, test } from '@jest/globals';
import { type LoadFigures, formatReport, table } from './report.js';
const figures: LoadFigures = {
  scenario: 'distinct',
  connections: 64,
  seconds: 10,
  requests: 41_000,
  rate: 4_100.4,
  ratioToRaw: 0.5321,
  latencyMs: { p50: 14.96, p95: 20, p99: 31.2, p999: 123.4, max: 200 },
  outcomes: { '202': 40_998, '503': 2 },
  costs: {
    api: { cpuPer1000: 0.1666, memoryMb: 250.4 },
    generator: { cpuPer1000: 0.03, memoryMb: 80 },
  },
  drainSeconds: 0.2,
  verdict: { accepted: 40_998, log: 'equal', readModel: 'equal', problems: [] },
};

test('a table has its first column flush left and the others right', () => {
  expect(
    table([
      ['name', 'a', 'b'],
      ['x', '1000', ''],
      ['longer', '1', '22'],
    ]),
  ).toBe(['name       a   b', 'x       1000', 'longer     1  22'].join('\n'));
});

test('a report has rates, costs, errors and findings', () => {
  const rebuilt = {
    scenario: 'rebuild',
    values: { events: 50_000, seconds: 1.234, checked: 'equal' },
  };

  expect(formatReport([figures, rebuilt])).toBe(`\
scenario  at  rate/s  ratio   p50   p95   p99  p99.9  max   checked
distinct  64    4100   0.53  15.0  20.0  31.2    123  200  40998 ok

CPU seconds for 1,000 requests / memory in MB
scenario  at          api   generator
distinct  64  0.167 / 250  0.030 / 80

distinct at 64: 2 x 503
rebuild: events 50000, seconds 1.2, checked equal
`);
});

test('a report says what a check found', () => {
  const problems = ['k1 is in the log more than once'];
  const verdict = { accepted: 1, log: 'different', readModel: 'equal', problems } as const;
  const report = formatReport([{ ...figures, verdict }]);

  expect(report).toMatch(/DIFFERENT$/m);
  expect(report).toContain('distinct at 64: k1 is in the log more than once');
});
