import { expect, test } from '@jest/globals';
import { underFreshKeys } from './gateway-calls.js';
import { done, refused, unknown } from './outcome.js';

type Answer = Awaited<ReturnType<typeof underFreshKeys>>;

const kept = { ...unknown('gateway-error', 'kept'), isFinal: true };

const sentUnder = async (outcomeOf: (key: string) => Answer, now = 0) => {
  const keys: string[] = [];
  const send = async (key: string): Promise<Answer> => {
    keys.push(key);
    return Promise.resolve(outcomeOf(key));
  };
  return { outcome: await underFreshKeys('k', send, () => now), keys };
};

test.each([
  ['success', done('cus_1')],
  ['a refusal', refused({ status: 400, code: 'x', message: 'no' })],
  ['a failure that was not kept', unknown('gateway-error', 'not kept')],
  ['no answer', unknown('time-out', 'late')],
])('%s is the outcome under the first key', async (_, outcome) => {
  expect(await sentUnder(() => outcome)).toEqual({ keys: ['k'], outcome });
});

test('after a kept failure all calls of ten seconds are sent under one other key', async () => {
  const answer = (key: string): Answer => (key === 'k' ? kept : done(key));
  for (const [now, key] of [
    [10_000, 'k-1'],
    [19_999, 'k-1'],
    [20_000, 'k-2'],
  ] as const)
    expect(await sentUnder(answer, now)).toEqual({ keys: ['k', key], outcome: done(key) });
});

test('a gateway that fails again leaves it unknown until the next ten seconds', async () => {
  expect(await sentUnder(() => kept)).toEqual({ keys: ['k', 'k-0'], outcome: kept });
});
