import { beforeEach, expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { orderIdOf } from '../../../ledger/src/testing/demo-order.js';
import { readModelMigrations } from '../index.js';
import { capture, expire, register } from '../testing/commands.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { useProjection } from '../testing/use-projection.js';
import { listOpenAuthorizations, sumOpenAuthorizations } from './open-authorizations.js';

const postgres = usePostgres(readModelMigrations);
const projector = useProjection(postgres);
const own = 'own-se';
const idOf = (number: string): string => orderIdOf(own, number);

const minute = (number: number): string =>
  new Date(Date.parse('2026-03-01T12:00:00.000Z') + number * 60_000).toISOString();

const card = (orderNumber: string, minutes: number, content: object = {}) =>
  register(
    {
      ...{ storeId: own, orderNumber, paymentMethod: 'card' },
      authorization: { status: 'authorized', paymentIntent: `pi_${orderNumber}` },
      ...content,
    },
    minute(minutes),
  );

beforeEach(async () => {
  const log = new RecordedLog().accept(
    card('1', 1),
    card('2', 2),
    card('3', 3, { currency: 'EUR' }),
    card('part', 4),
    card('all', 5),
    card('expired', 6),
    card('pending', 7, { authorization: { status: 'pending' } }),
    card('outside', 8, { authorization: { status: 'authorized' } }),
    card('foreign', 9, { storeId: 'foreign-se' }),
    register({ storeId: own, orderNumber: 'invoice' }, minute(10)),
    capture(idOf('part'), 9_500),
    capture(idOf('all'), 28_500),
    expire(idOf('expired')),
  );
  await (await projector()).projection.apply(log.page());
});

const numbers = async (page: object = {}): Promise<string[]> => {
  const found = await listOpenAuthorizations(postgres.pool, own, { page: 1, perPage: 10, ...page });
  return found.map(({ orderNumber }) => orderNumber);
};

test('the open authorisations of a store are listed in pages, the newest or the oldest first', async () => {
  expect(await numbers()).toEqual(['part', '3', '2', '1']);
  expect(await numbers({ oldestFirst: true })).toEqual(['1', '2', '3', 'part']);
  expect(await numbers({ perPage: 3 })).toEqual(['part', '3', '2']);
  expect(await numbers({ perPage: 3, page: 2 })).toEqual(['1']);
  expect(await numbers({ page: 2 })).toEqual([]);
});

test('an authorisation shows what is open, a requested capture included', async () => {
  const [part] = await listOpenAuthorizations(postgres.pool, own, { page: 1, perPage: 1 });
  expect(part).toEqual({
    ...{ orderId: idOf('part'), orderNumber: 'part', paymentIntent: 'pi_part' },
    ...{ currency: 'SEK', open: 28_500, captured: 0, placedAt: minute(4) },
  });
});

test('they are summed by currency', async () => {
  expect(await sumOpenAuthorizations(postgres.pool, own)).toEqual([
    { currency: 'SEK', count: 3, total: 85_500 },
    { currency: 'EUR', count: 1, total: 28_500 },
  ]);
  expect(await sumOpenAuthorizations(postgres.pool, 'nobody')).toEqual([]);
});
