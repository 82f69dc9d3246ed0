import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { noAnswer, notSent } from './load-job.js';
import type { CapturePlan } from './load-job.js';
import { keyOf, orderIdIn } from './planned-requests.js';

export interface BulkJob {
  readonly url: string;
  readonly token: string;
  readonly plan: CapturePlan;
  /** After so long no more lines are sent; those that were sent are answered. */
  readonly seconds: number;
}

export interface BulkOutcome {
  /** By line: the status of its answer, or `notSent`, or `noAnswer`. */
  readonly statuses: Uint16Array;
  /** From the first line to the last answer. */
  readonly elapsedSeconds: number;
  /** CPU of this process in that time. */
  readonly cpuSeconds: number;
}

const linesAtOnce = 64;
/** The service ends a bulk that stalls before that. */
const idleMsMax = 60_000;

const linesOf = ({ names, orders, keys, amounts }: CapturePlan): string[] =>
  Array.from(orders, (order, index) => {
    const [orderId, amount] = [orderIdIn(names, order), amounts[index]];
    const idempotencyKey = keyOf(names, keys[index] ?? 0);
    return `${JSON.stringify({ orderId, idempotencyKey, amount })}\n`;
  });

/** One bulk: all captures of a plan as lines of one `POST /v1/captures`, no faster than they are read. */
export const sendBulk = async ({ url, token, plan, seconds }: BulkJob): Promise<BulkOutcome> => {
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
