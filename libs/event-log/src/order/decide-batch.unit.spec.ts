import { describe, expect, test } from '@jest/globals';
import { AppendTooLarge } from '../faults.js';
import { registerOrder, requestCapture } from '../testing/commands.js';
import {
  decideBatch,
  type DecidedBatch,
  type FoldedOrder,
  type OrderExecution,
} from './decide-batch.js';
import { orderIdOf } from '../../../ledger/src/testing/demo-order.js';

const orderId = orderIdOf('demo-se', '1001');
const capture = (amount = 9500, idempotencyKey?: string) =>
  requestCapture(orderId, { amount, ...(idempotencyKey !== undefined && { idempotencyKey }) });

const registered = (quantity: number): FoldedOrder =>
  decideBatch(undefined, [registerOrder(orderId, quantity)]).after!;

const kindsOf = ({ outcomes }: DecidedBatch): string[] => outcomes.map(({ kind }) => kind);

/** An accepted execution with a description that makes its event about `bytes` long. */
const large = (bytes: number): OrderExecution => {
  const { command, decide, ...execution } = capture();
  return {
    ...execution,
    decide: (order) => {
      const decision = decide(order);
      if (decision.kind !== 'accepted') return decision;
      const [event] = decision.events;
      if (event?.type !== 'OrderPartCaptured') throw new Error(`not a part of ${command.type}`);
      const data = { ...event.data, description: 'x'.repeat(bytes) };
      return { ...decision, events: [{ ...event, data }] };
    },
  };
};

describe('commands on one order, decided together', () => {
  test('are each decided on what the ones before them lead to', () => {
    const line = decideBatch(registered(3), [capture(), capture(), capture(), capture()]);
    expect(kindsOf(line)).toEqual(['accepted', 'accepted', 'accepted', 'rejected']);
    expect(line.after?.order.balance).toMatchObject({ captured: 28_500, status: 'Activated' });
    expect(line.sealed.map(({ after }) => after.revision)).toEqual([2, 3, 4]);
    expect(line.after).toBe(line.sealed.at(-1)?.after);
  });

  test('answer a repeated key with the answer it gets in the same line', () => {
    const once = capture(9500, 'once');
    const line = decideBatch(registered(3), [once, capture(19_000, 'once'), once]);
    expect(line.outcomes).toMatchObject([
      { kind: 'accepted', after: { revision: 2 } },
      { kind: 'rejected', code: 'IDEMPOTENCY_KEY_REUSED' },
      { kind: 'replayed', decision: { revision: 2 } },
    ]);
    expect(line.sealed).toHaveLength(1);
  });

  test('fail alone', () => {
    const broken: OrderExecution = {
      ...capture(),
      decide: () => {
        throw new Error('cannot be decided');
      },
    };
    const line = decideBatch(registered(3), [broken, capture()]);
    expect(kindsOf(line)).toEqual(['failed', 'accepted']);
  });

  test('are as many as one append has room for', () => {
    const line = decideBatch(registered(9), [large(500_000), large(500_000), capture(), capture()]);
    expect(kindsOf(line)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    const fuller = decideBatch(registered(9), [large(500_000), large(550_000), capture()]);
    expect(kindsOf(fuller)).toEqual(['accepted']);
  });

  test('are refused one by one when an append has no room for them at all', () => {
    const line = decideBatch(registered(9), [large(1_100_000), capture()]);
    expect(line.outcomes).toMatchObject([
      { kind: 'failed', error: expect.any(AppendTooLarge) },
      { kind: 'accepted', after: { revision: 2 } },
    ]);
  });

  test('see no order where there is none', () => {
    const line = decideBatch(undefined, [capture(), registerOrder(orderId, 3), capture()]);
    expect(kindsOf(line)).toEqual(['rejected', 'accepted', 'accepted']);
  });
});
