import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Torture } from './run/torture.js';

/**
 * A short version of `npm run torture`. The seed is chosen for the bad faults in its three rounds.
 * The gateway answers 500 to captures that it has made, and its answers to a worker are cut. The
 * gateway, the event node and a worker are killed. The event node's disk is full, an API is frozen,
 * and PostgreSQL is restarted.
 */
const seed = Number(process.env['TORTURE_SEED'] ?? 307_714);

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
    roundsMax: 3,
    callers: 10,
    without: new Set(),
    folder,
    say: (line) => said.push(line),
  });
  const schedule = findings.length === 0 ? '' : said.join('\n');
  expect({ findings, schedule }).toEqual({ findings: [], schedule: '' });
}, 300_000);
