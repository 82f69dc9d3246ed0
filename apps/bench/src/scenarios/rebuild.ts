import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Bench, Scenario } from '../bench.js';
import { usage, usedBetween } from '../measure/usage.js';
import { registerInTheLog } from '../load/run-load.js';
import { ledgerEnvironment, ledgerProgram } from '../system/started-system.js';
import { untilDrained, orderTotal } from './measure-captures.js';
/**
 * The log must have at least this number of events. With fewer events, starting the command takes
 * longer than the rebuild that is measured.
 */
const eventsMin = 50_000;
const eventsOfOrder = 2;
const rebuildWithinMs = 1_800_000;
const scenario = 'rebuild';

const enoughEvents = async (bench: Bench): Promise<number> => {
  const there = (await bench.log?.countOrderEvents()) ?? 0;
  if (there >= eventsMin) return there;
  const count = Math.ceil((eventsMin - there) / eventsOfOrder);
  bench.progress(`${scenario}: registering ${count} orders`);
  const names = bench.names(scenario);
  await registerInTheLog(bench, { names, first: 0, count, total: orderTotal });
  return there + count * eventsOfOrder;
};

const runRebuild = async (dataDir: string): Promise<number> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [ledgerProgram, 'rebuild', '--json'],
    { cwd: dataDir, env: ledgerEnvironment(dataDir), timeout: rebuildWithinMs },
  );
  return (JSON.parse(stdout) as { seconds: number }).seconds;
};

/**
 * Scenario: `npx ledger rebuild` of the whole log. The rebuilt read models must be the same as
 * before.
 */
export const rebuild: Scenario = async (bench) => {
  const { restart, dataDir } = bench.target;
  if (restart === undefined || dataDir === undefined) {
    return [{ scenario, values: { 'not measured': 'not our system' } }];
  }
  const events = await enoughEvents(bench);
  await untilDrained(bench);
  const before = await bench.readModel?.totals();
  bench.progress(`${scenario} of ${events} events`);
  const cpuBefore = usage(bench.target.pids());
  const seconds = await runRebuild(dataDir);
  const used = usedBetween(cpuBefore, usage(bench.target.pids()));
  const after = await bench.readModel?.totals();
  const cpu: Record<string, number> = {};
  for (const [part, { cpuSeconds }] of Object.entries(used)) {
    cpu[`${part} CPU us/event`] = (cpuSeconds * 1e6) / events;
  }
  const checked = before === after ? 'equal to the read model before' : 'DIFFERENT';
  const values = {
    events,
    seconds,
    'events/s': events / seconds,
    ...cpu,
    checked,
  };
  return [{ scenario, values, ...(before !== after && { isFaulty: true }) }];
};
