import type { Bench } from '../bench.js';
import { runLoad } from '../load/run-load.js';
import { registerOverHttp } from '../prepare/register-over-http.js';
import { oneCaptureEach } from './capture-plans.js';
import { drained } from './measure-captures.js';
import { orderTotal, partAmount } from './order-amounts.js';

const captures = 1_000;
const connections = 64;
const secondsMax = 60;

/**
 * An API that was restarted, or was idle while orders were prepared without it, runs its first requests slowly, whatever
 * they are about. So it works on other orders first.
 */
export const warmUp = async (bench: Bench, scenario: string): Promise<void> => {
  const names = bench.names(`${scenario}-warm`);
  const count = Math.min(captures, bench.options.requestsMax);
  await registerOverHttp(bench, { names, first: 0, count, total: orderTotal });
  const plan = oneCaptureEach(names, { first: 0, count, amount: partAmount });
  await runLoad(bench, { plan, connections, pacing: { kind: 'closed', seconds: secondsMax } });
  await drained(bench);
};
