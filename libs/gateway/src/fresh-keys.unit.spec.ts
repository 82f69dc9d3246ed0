import { expect, test } from '@jest/globals';
import { underFreshKeys } from './fresh-keys.js';
import { done, refused, unknown } from './outcome.js';

const kept = { ...unknown('gateway-error', 'kept'), isFinal: true };

const sentUnder = async (
  outcomeOf: (key: string) => Awaited<ReturnType<typeof underFreshKeys>>,
) => {
  const keys: string[] = [];
  const outcome = await underFreshKeys('k', async (key) => {
    keys.push(key);
    return Promise.resolve(outcomeOf(key));
  });
  return { keys, outcome };
};

test.each([
  ['success', done('cus_1')],
  ['a refusal', refused({ status: 400, code: 'x', message: 'no' })],
  ['a failure that was not kept', unknown('gateway-error', 'not kept')],
  ['no answer', unknown('time-out', 'late')],
])('%s is the outcome under the first key', async (_, outcome) => {
  expect(await sentUnder(() => outcome)).toEqual({ keys: ['k'], outcome });
});

test('a kept failure is sent again under the following key', async () => {
  const { keys, outcome } = await sentUnder((key) => (key === 'k-2' ? done('cus_1') : kept));
  expect(keys).toEqual(['k', 'k-1', 'k-2']);
  expect(outcome).toEqual(done('cus_1'));
});

test('a gateway that keeps failing ends it', async () => {
  const { keys, outcome } = await sentUnder(() => kept);
  expect(keys).toHaveLength(8);
  expect(outcome).toEqual(kept);
});
