import { describe, expect, test } from '@jest/globals';
import type { OrderCommand } from '#ledger';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readModelMigrations } from '../index.js';
import { OrderQueries } from '../orders/order-queries.js';
import {
  capture,
  command,
  item,
  placedAt,
  register,
  shirts,
  shoes,
  store,
} from '../testing/commands.js';
import { emptyReadModels } from '../testing/empty-read-models.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { expectFolds, useProjection } from '../testing/use-projection.js';
import { orderIdOf } from '../../../ledger/src/testing/demo-order.js';

const postgres = usePostgres(readModelMigrations);
const projector = useProjection(postgres);

const invoice = orderIdOf(store, 'invoice');
const card = orderIdOf(store, 'card');
const minor = (value: number) => ({ unit: 'minor' as const, value });

const refund = (amount: number): OrderCommand => ({
  type: 'RefundOrder',
  ...command(invoice, placedAt),
  data: { amount: minor(amount), items: [], reference: 'back' },
});
const reauthorize = (amount: number) => ({
  type: 'ReauthorizeOrder' as const,
  ...command(invoice, placedAt),
  data: { amount: minor(amount), items: [], reference: 'more' },
});

/**
 * A log with two refunds of two captures, all outcomes of card captures, and all outcomes of
 * reauthorisations.
 */
const aLife = (): RecordedLog => {
  const [first, second] = [capture(card, 9_500, { items: [item(shoes, 1)] }), capture(card, 5_000)];
  const [superseded, approved, rejected] = [
    reauthorize(30_000),
    reauthorize(31_000),
    reauthorize(40_000),
  ];
  return new RecordedLog().accept(
    register({ orderNumber: 'invoice' }),
    register({ orderNumber: 'card', paymentMethod: 'card' }),
    capture(invoice, 9_500, { items: [item(shoes, 1)] }),
    first,
    capture(invoice, 9_500, { items: [item(shirts, 1)] }),
    refund(10_000),
    { type: 'SettleCapture', ...command(card, placedAt), data: { captureId: first.actionId } },
    second,
    refund(500),
    superseded,
    approved,
    {
      type: 'ApproveReauthorization',
      ...command(invoice, placedAt),
      data: { reauthorizationId: approved.actionId },
    },
    {
      type: 'FailCapture',
      ...command(card, placedAt),
      data: { captureId: second.actionId, reason: 'declined' },
    },
    rejected,
    {
      type: 'RejectReauthorization',
      ...command(invoice, placedAt),
      data: { reauthorizationId: rejected.actionId },
    },
    reauthorize(20_000),
    { type: 'CancelOrder', ...command(card, placedAt), data: {} },
  );
};

describe("the rest of an order's life", () => {
  test.each([1, 2, 3, 5, 8, 100])('is shown as it was folded, in pages of %i', async (size) => {
    await emptyReadModels(postgres.pool);
    const log = aLife();
    const { projection } = await projector();
    for (const page of log.pages(size)) await projection.apply(page);
    await expectFolds(postgres, log);

    const shown = await new OrderQueries(postgres.pool).find(invoice);
    expect(shown).toMatchObject({
      ...{ refunded: 10_500, captured: 19_000, remaining: 20_000 },
      captures: [{ refunded: 9_500 }, { refunded: 1_000 }],
      refunds: [{ amount: 10_000 }, { amount: 500, reference: 'back' }],
      reauthorizations: [
        { amount: 30_000, status: 'rejected', requested: true },
        { amount: 31_000, status: 'completed', requested: true },
        { amount: 40_000, status: 'rejected', requested: true },
        { amount: 20_000, status: 'completed', requested: false },
      ],
    });
    const cardOrder = await new OrderQueries(postgres.pool).find(card);
    expect(cardOrder).toMatchObject({
      status: 'Activated',
      captures: [{ status: 'settled' }, { status: 'failed' }],
    });
  });
});
