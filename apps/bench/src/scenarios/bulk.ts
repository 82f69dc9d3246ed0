import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import type { Bench, Scenario } from '../bench.js';
import { type CapturePlan, noAnswer, notSent } from '../load/load-job.js';
import { keyOf, orderIdIn } from '../load/planned-requests.js';
import { registerOverHttp } from '../load/run-load.js';
import { usage, type Usage, usedBetween } from '../measure/usage.js';
import { verdictText, verifyRun } from '../verify/verify-run.js';
import { untilDrained, oneCaptureEach, orderTotal, partAmount } from './measure-captures.js';
import { enoughRequests } from './warm-up.js';

const bulkScenario = 'bulk';
/** The limit of lines in one `POST /v1/captures` (docs/contracts/ledger.md). */
const linesMax = 100_000;
/**
 * The rate of this scenario is compared with the official client, which appends over 64 parallel
 * connections. The API also processes about 64 captures of one request at the same time.
 */
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

/**
 * Scenario: one capture by amount of each of many orders. All captures are lines of one single
 * request `POST /v1/captures`.
 */
export const bulk: Scenario = async (bench) => {
  const { target, token, options } = bench;
  const names = bench.names(bulkScenario);
  const count = Math.min(linesMax, await enoughRequests(bench, likeConnections));
  bench.progress(`${bulkScenario}: registering ${count} orders`);
  await registerOverHttp(bench, { names, first: 0, count, total: orderTotal });
  const plan = oneCaptureEach(names, { first: 0, count, amount: partAmount });
  await untilDrained(bench);
  const from = await bench.log?.end();
  bench.progress(bulkScenario);
  const before = usage(target.pids());
  const outcome = await sendBulk({ url: target.url, token, plan, seconds: options.seconds });
  await untilDrained(bench);
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
  return [{ scenario: bulkScenario, values, verdict }];
};

interface BulkJob {
  readonly url: string;
  readonly token: string;
  readonly plan: CapturePlan;
  /**
   * After this time, no more lines of the request are sent. The lines that were sent before are
   * still answered.
   */
  readonly seconds: number;
}

interface BulkOutcome {
  /**
   * For each line of the request (one capture): the status in its answer, or `notSent`, or
   * `noAnswer`.
   */
  readonly statuses: Uint16Array;
  /** The seconds from the first line of the request to the last answer. */
  readonly elapsedSeconds: number;
  /** The CPU time that the bench used while it sent the captures and read the answers. */
  readonly cpuSeconds: number;
}

const linesAtOnce = 64;
/**
 * The bench aborts the request if no data is sent or received for this time, so that the bench
 * cannot hang. The API normally ends such a request earlier.
 */
const idleMsMax = 60_000;

const linesOf = ({ names, orders, keys, amounts }: CapturePlan): string[] =>
  Array.from(orders, (order, index) => {
    const [orderId, amount] = [orderIdIn(names, order), amounts[index]];
    const idempotencyKey = keyOf(names, keys[index] ?? 0);
    return `${JSON.stringify({ orderId, idempotencyKey, amount })}\n`;
  });

/**
 * Sends all captures of a plan as lines of one `POST /v1/captures`, and reads the answers at the
 * same time. Lines are sent no faster than the API reads them.
 */
const sendBulk = async ({ url, token, plan, seconds }: BulkJob): Promise<BulkOutcome> => {
  const lines = linesOf(plan);
  const statuses = new Uint16Array(lines.length).fill(notSent);
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const elapsed = (): number => (performance.now() - startedAt) / 1_000;
  const sent = request(`${url}/v1/captures`, {
    method: 'POST',
    agent: false,
    timeout: idleMsMax,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
  });
  sent.once('timeout', () => sent.destroy(new Error('The bulk stalls.')));
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  const reading = answered.then(async ([answer]) => readAnswers(answer, statuses));
  const writing = async (): Promise<void> => {
    for (let at = 0; at < lines.length && elapsed() < seconds; at += linesAtOnce) {
      const some = lines.slice(at, at + linesAtOnce);
      statuses.fill(noAnswer, at, at + some.length);
      if (!sent.write(some.join(''))) await once(sent, 'drain');
    }
    sent.end();
  };
  await Promise.all([writing(), reading]);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { statuses, elapsedSeconds: elapsed(), cpuSeconds: (user + system) / 1e6 };
};

const readAnswers = async (answer: IncomingMessage, statuses: Uint16Array): Promise<void> => {
  if (answer.statusCode !== 200) throw new Error(`A bulk was answered ${answer.statusCode}.`);
  for await (const text of createInterface({ input: answer })) {
    const { line, status } = JSON.parse(text) as { line: number; status: number };
    statuses[line - 1] = status;
  }
};
