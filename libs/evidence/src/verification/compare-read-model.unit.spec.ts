import { expect, test } from '@jest/globals';
import type { RecordedEvent } from '#event-log/offline';
import type { Finding } from '../findings/findings.js';
import { compareOrders, type HistoriesReadTo } from './compare-read-model.js';

const difference: Finding = { kind: 'read-model', detail: 'a row differs' };
const readTo = 7n;
const events = ['00aa', 'ff01'].map((id) => ({ streamId: `order-${id}` }) as RecordedEvent);

const compared = async (histories: HistoriesReadTo, found: readonly Finding[]) => {
  const asked: HistoriesReadTo[] = [];
  const answer = await compareOrders((range) => {
    asked.push(range);
    return Promise.resolve(found);
  }, histories);
  return { asked, answer };
};

test('orders that were not divided and are as they have to be are compared once', async () => {
  const histories = { prefix: '', events, broken: new Set<string>(), readTo };
  expect(await compared(histories, [])).toEqual({ asked: [histories], answer: [] });
});

test.each([
  ['differ', new Set<string>(), [difference]],
  ['are partly left out', new Set(['00aa']), []],
])('those that %s are compared in the ranges of a divided log', async (_why, broken, found) => {
  const { asked, answer } = await compared({ prefix: '', events, broken, readTo }, found);
  const ranges = asked.slice(1);
  expect(ranges).toHaveLength(256);
  expect(ranges.at(0)).toEqual({ prefix: '00', events: [events[0]], broken, readTo });
  expect(ranges.at(1)).toEqual({ prefix: '01', events: [], broken, readTo });
  expect(ranges.at(-1)).toEqual({ prefix: 'ff', events: [events[1]], broken, readTo });
  expect(answer).toHaveLength(256 * found.length);
});

test('a range of a divided log is compared once, whatever it comes to', async () => {
  const histories = { prefix: '00', events: [], broken: new Set(['00aa']), readTo };
  expect(await compared(histories, [difference])).toEqual({
    asked: [histories],
    answer: [difference],
  });
});
