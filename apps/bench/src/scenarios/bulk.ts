import type { Bench } from '../bench.js';
import { notSent } from '../load/load-job.js';
import { sendBulk } from '../load/send-bulk.js';
import type { BulkOutcome } from '../load/send-bulk.js';
import { usage, usedBetween } from '../measure/usage.js';
import type { Usage } from '../measure/usage.js';
import { registerOverHttp } from '../prepare/register-over-http.js';
import { verdictText } from '../verify/verdict.js';
import { verifyRun } from '../verify/verify-run.js';
import { oneCaptureEach } from './capture-plans.js';
import { enoughRequests } from './expected-rate.js';
import { drained } from './measure-captures.js';
import { orderTotal, partAmount } from './order-amounts.js';
import type { Scenario } from './scenario.js';

const scenario = 'bulk';
/** A bulk takes no more (docs/contracts/ledger.md). */
const linesMax = 100_000;
/** Fewer commands at once than a bulk's window: what is compared is about the same concurrency. */
const likeConnections = 64;

type Values = Record<string, number | string>;

const outcomes = ({ statuses }: BulkOutcome): Values => {
  const counts: Values = {};
  for (const status of statuses) {
    if (status !== notSent) counts[status] = Number(counts[status] ?? 0) + 1;
  }
  return counts;
};

const cpu = (used: Usage, lines: number, { cpuSeconds: generator }: BulkOutcome): Values => {
  const seconds = Object.entries(used).map(([part, { cpuSeconds }]) => [part, cpuSeconds] as const);
  return Object.fromEntries(
    [...seconds, ['generator', generator] as const].map(([part, each]) => [
      `${part} CPU us/line`,
      (each * 1e6) / Math.max(1, lines),
    ]),
  );
};

const rates = async ({ raw }: Bench, { elapsedSeconds }: BulkOutcome, accepted: number) => {
  const rate = accepted / elapsedSeconds;
  const ceiling = await raw?.at(likeConnections);
  return {
    'lines/s': rate,
    ...(ceiling && { [`ratio to raw at ${likeConnections}`]: (rate / ceiling.rate).toFixed(2) }),
  };
};

/** One capture by amount of each of many orders, all of them lines of one `POST /v1/captures`. */
export const bulk: Scenario = async (bench) => {
  const { target, token, options } = bench;
  const names = bench.names(scenario);
  const count = Math.min(linesMax, await enoughRequests(bench, likeConnections));
  bench.progress(`${scenario}: registering ${count} orders`);
  await registerOverHttp(bench, { names, first: 0, count, total: orderTotal });
  const plan = oneCaptureEach(names, { first: 0, count, amount: partAmount });
  await drained(bench);
  const from = await bench.log?.end();
  bench.progress(scenario);
  const before = usage(target.pids());
  const outcome = await sendBulk({ url: target.url, token, plan, seconds: options.seconds });
  await drained(bench);
  const used = usedBetween(before, usage(target.pids()));
  const { statuses } = outcome;
  const verdict = await verifyRun({ sent: [{ plan, statuses }], from }, bench);
  const lines = statuses.filter((status) => status !== notSent).length;
  const accepted = statuses.filter((status) => status === 202).length;
  const values = {
    lines,
    seconds: outcome.elapsedSeconds,
    ...(await rates(bench, outcome, accepted)),
    ...outcomes(outcome),
    ...cpu(used, lines, outcome),
    checked: verdictText(verdict),
  };
  return [{ scenario, values, verdict }];
};
