import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Torture } from './run/torture.js';

/**
 * The short form of `npm run torture`. In its few rounds this seed has nearly every kind of fault: the event node
 * killed, a worker frozen, replies cut short again and again, stalls, throttling, a restart of PostgreSQL and clocks
 * that are set back. A full disk is left to the long form, since only root can make a real one.
 */
const seed = Number(process.env['TORTURE_SEED'] ?? 1_584);

const folder = mkdtempSync(join(tmpdir(), 'ledger-torture-'));
const said: string[] = [];

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test(`nothing is lost, doubled or left hanging under faults (seed ${seed})`, async () => {
  const findings = await Torture.run({
    seed,
    minutes: 10,
    firstRound: 1,
    roundsMax: 4,
    callers: 10,
    without: new Set(['fill disk']),
    folder,
    say: (line) => said.push(line),
  });
  const schedule = findings.length === 0 ? '' : said.join('\n');
  expect({ findings, schedule }).toEqual({ findings: [], schedule: '' });
}, 300_000);
