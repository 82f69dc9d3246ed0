import { describe, expect, test } from '@jest/globals';
import { noAnswer, notSent } from '../load/load-job.js';
import { orderIdIn } from '../load/planned-requests.js';
import { compareLog, expectedCaptures, Problems } from './verify-run.js';
import type { LoggedCapture } from './witnesses.js';
const namespace = '0b6f1a52-6a54-4d0e-9b0b-3d5d3b0f7c11';
const names = { store: 'demo-se', prefix: 'run-', namespace };
const orders = Int32Array.of(0, 0, 1);
const plan = {
  kind: 'captures',
  names,
  orders,
  keys: Int32Array.of(0, 1, 2),
  amounts: Int32Array.of(100, 200, 300),
} as const;
const [first, second] = [orderIdIn(names, 0), orderIdIn(names, 1)];
const logged: readonly LoggedCapture[] = [
  { key: 'run-k0', orderId: first, amount: 100 },
  { key: 'run-k1', orderId: first, amount: 200 },
  { key: 'run-k2', orderId: second, amount: 300 },
];

const compared = async (statuses: number[], log: readonly LoggedCapture[]) => {
  const problems = new Problems();
  const sent = [{ plan, statuses: Uint16Array.from(statuses) }];
  const stream = (async function* () {
    yield* await Promise.resolve(log);
  })();
  const found = await compareLog(expectedCaptures(sent), stream, problems);
  return { found, problems: problems.list() };
};

describe('the log of a run', () => {
  test('is right when it has every accepted capture once', async () => {
    const { found, problems } = await compared([202, 202, 202], logged);

    expect(problems).toEqual([]);
    expect(found).toEqual(
      new Map([
        [first, { captures: 2, amount: 300 }],
        [second, { captures: 1, amount: 300 }],
      ]),
    );
  });

  test.each([
    ['not sent', notSent, 'run-k2 is in the log and was never sent'],
    ['refused', 422, 'run-k2 was refused and is in the log'],
  ])('may not have a capture that was %s', async (_, status, problem) => {
    expect((await compared([202, 202, status], logged)).problems).toEqual([problem]);
    expect((await compared([202, 202, status], logged.slice(0, 2))).problems).toEqual([]);
  });

  test.each([
    ['has no answer', noAnswer],
    ['ended in a fault', 503],
  ])('may have a capture that %s, or not', async (_, status) => {
    expect((await compared([202, 202, status], logged)).problems).toEqual([]);
    expect((await compared([202, 202, status], logged.slice(0, 2))).problems).toEqual([]);
  });

  test.each([
    ['missing', logged.slice(0, 2), 'run-k2 was accepted and is not in the log'],
    ['there twice', [...logged, logged[2]!], 'run-k2 is in the log more than once'],
    [
      'of another amount',
      [...logged.slice(0, 2), { ...logged[2]!, amount: 301 }],
      'run-k2 has 301, not 300',
    ],
    [
      'of another order',
      [...logged.slice(0, 2), { ...logged[2]!, orderId: first }],
      `run-k2 is in the log of order ${first}`,
    ],
  ])('is wrong when an accepted capture is %s', async (_, log, problem) => {
    expect((await compared([202, 202, 202], log)).problems).toEqual([problem]);
  });
});

test('a key that was sent more often is expected once if it was accepted at all', () => {
  const sent = [503, 202, 503].map((status) => ({ plan, statuses: Uint16Array.of(status) }));

  expect(expectedCaptures(sent)).toEqual(
    new Map([['run-k0', { orderId: first, amount: 100, times: 'once' }]]),
  );
});
