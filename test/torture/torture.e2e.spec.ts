import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Torture } from './run/torture.js';

/**
 * The short form of `npm run torture`. In its few rounds this seed has the worst faults: captures
 * that the card gateway has made answered with 500, its replies to a worker cut short again and
 * again, the gateway, the event node and a worker killed, the event node's disk full, an API frozen
 * and PostgreSQL restarted.
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
