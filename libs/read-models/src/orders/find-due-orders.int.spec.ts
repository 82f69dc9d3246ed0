import { describe, expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readModelMigrations } from '../index.js';
import { capture, expire, expiresAt, register } from '../testing/commands.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { useProjection } from '../testing/use-projection.js';
import { findDueOrders } from './order-queries.js';

const postgres = usePostgres(readModelMigrations);
const projector = useProjection(postgres);

const later = '2026-07-01T12:00:00.000Z';
const log = new RecordedLog();
const ordered = (orderNumber: string, expiry = expiresAt): string => {
  const order = register({ orderNumber, expiresAt: expiry });
  log.accept(order);
  return order.orderId;
};
const open = ordered('open');
const part = ordered('part');
const young = ordered('young', later);
const full = ordered('full');
const gone = ordered('gone');
log.accept(capture(part, 100), capture(full, 28_500), expire(gone));

describe('orders are due', () => {
  test('from their expiry date on, if something is left and they have not expired yet', async () => {
    await (await projector()).projection.apply(log.page());
    const due = async (at: string): Promise<string[]> =>
      (await findDueOrders(postgres.pool, { at, limit: 10 })).map(({ orderId }) => orderId).sort();

    expect(await due('2026-06-01T11:59:59.999Z')).toEqual([]);
    expect(await due(expiresAt)).toEqual([open, part].sort());
    expect(await due(later)).toEqual([open, part, young].sort());
  });

  test('in batches, the longest overdue first', async () => {
    await (await projector()).projection.apply(log.page());
    const first = await findDueOrders(postgres.pool, { at: later, limit: 2 });
    const second = await findDueOrders(postgres.pool, { at: later, limit: 2, after: first[1]! });
    const third = await findDueOrders(postgres.pool, { at: later, limit: 2, after: second[0]! });

    expect(first.map(({ orderId }) => orderId).sort()).toEqual([open, part].sort());
    expect(second).toEqual([{ orderId: young, expiresAt: later }]);
    expect(third).toEqual([]);
  });
});
