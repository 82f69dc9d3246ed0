import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { pino } from 'pino';
import { until } from '../../../../test/support/until.js';
import { processIdentity } from '../instance/run-file.js';
import { forkProcess } from './child-process.js';
import { ProcessSupervisor } from './process-supervisor.js';

const program = join(import.meta.dirname, 'testing', 'process.mjs');
let logged: string[];
const logger = pino(
  { base: null },
  { write: (line) => logged.push((JSON.parse(line) as { msg: string }).msg) },
);
const keepsDying = /keeps dying/;

let lines: string[];
let changes: number;
let parts: ProcessSupervisor[];

beforeEach(() => {
  lines = [];
  logged = [];
  changes = 0;
  parts = [];
});

afterEach(async () => {
  await Promise.all(parts.map(async (part) => part.stop(2_000)));
});

const supervise = (behaviour: string, isOptional = false): ProcessSupervisor => {
  const part = new ProcessSupervisor(
    {
      name: 'part',
      isOptional,
      start: ({ url }) =>
        forkProcess(program, {
          args: [behaviour, new URL(url ?? 'tcp://127.0.0.1:0').port],
          environment: {},
        }),
    },
    {
      logger,
      onLine: (line) => lines.push(line),
      onChange: () => {
        changes += 1;
      },
    },
  );
  parts.push(part);
  return part;
};

describe('a supervised part', () => {
  test('is ready once it said where it listens, and its lines are passed on', async () => {
    const part = supervise('serve');
    await part.start();
    expect(part.url).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    expect(changes).toBeGreaterThan(0);
    await until(() => lines.includes('listening as serve'));
  });

  test('is started again when it was killed, at the same address', async () => {
    const part = supervise('serve');
    await part.start();
    const { pid: first, url } = part;
    process.kill(first ?? 0, 'SIGKILL');
    await until(
      () => part.pid !== first && lines.filter((line) => /listening/.test(line)).length > 1,
    );
    expect(part.url).toBe(url);
  });

  test('ends when it is stopped and is not started again', async () => {
    const part = supervise('serve');
    await part.start();
    const { pid } = part;
    await part.stop(2_000);
    expect(processIdentity(pid ?? 0)).toBeUndefined();
    expect(part.pid).toBe(pid);
  });

  test('is killed if it does not end in time', async () => {
    const part = supervise('stubborn');
    await part.start();
    const { pid } = part;
    await part.stop(100);
    expect(processIdentity(pid ?? 0)).toBeUndefined();
  });

  test('fails at its first start without a second try', async () => {
    const part = supervise('refuse');
    await expect(part.start()).rejects.toThrow('part did not start (exit code 3)');
    await until(() => lines.length > 0);
    expect(lines).toEqual(['refused to start']);
  });

  test('that the others serve without does not keep them from starting, and is tried again', async () => {
    const part = supervise('refuse', true);
    await part.start();
    expect(part.failing).toMatchObject({ ending: 'exit code 3', deaths: 1 });
    expect(logged[0]).toMatch(/^A part did not start/);
    const { pid } = part;
    await until(() => part.pid !== pid);
    expect(logged).not.toContainEqual(expect.stringMatching(keepsDying));
    await until(() => (part.failing?.deaths ?? 0) >= 6);
    expect(logged.filter((message) => keepsDying.test(message))).toHaveLength(1);
  });

  test('that keeps dying is said to, and goes on being tried', async () => {
    const part = supervise('dying');
    await part.start();
    await until(() => part.failing !== undefined);
    const { ending, deaths } = part.failing!;
    expect([ending, deaths]).toEqual(['exit code 4', 5]);
    await until(() => (part.failing?.deaths ?? 0) > 5);
  });
});
