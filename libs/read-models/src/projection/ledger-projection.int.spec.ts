import { describe, expect, test } from '@jest/globals';
import { actionIdOf, type AuthorizeOrderCommand } from '#ledger';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { readModelMigrations } from '../index.js';
import { rebuiltNames } from '../tables/rebuilt-tables.js';
import { OrderQueries } from '../orders/order-queries.js';
import { capture, expire, item, register, shirts, shoes } from '../testing/commands.js';
import { readTables } from '../testing/read-tables.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { expectFolds, useProjection } from '../testing/use-projection.js';
import { ProjectionGap } from './projection-page.js';

const postgres = usePostgres(readModelMigrations);
const projector = useProjection(postgres);
const order = register();
const { orderId } = order;

const authorize = (outcome: 'authorized' | 'failed') => ({
  type: 'AuthorizeOrder' as const,
  orderId,
  at: order.at,
  actionId: actionIdOf(orderId, 'authorize', outcome),
  data: outcome === 'failed' ? { outcome, reason: 'declined' } : { outcome },
});

const checkoutIntent = {
  type: 'CreateCheckoutIntent' as const,
  orderId,
  at: order.at,
  actionId: actionIdOf(orderId, 'create-checkout-intent', 'pi_1'),
  data: { paymentIntent: 'pi_1' },
};

const paidBy = (payment: object): AuthorizeOrderCommand => ({
  ...authorize('authorized'),
  data: { outcome: 'authorized', ...payment },
});

describe('the projection shows each kind of event', () => {
  test.each([
    ['registered and authorised', [order]],
    ['pending', [register({ authorization: { status: 'pending' } })]],
    [
      'refused by the payment, then authorised',
      [
        register({ authorization: { status: 'pending' } }),
        authorize('failed'),
        authorize('authorized'),
      ],
    ],
    [
      'registered as an invoice, whose customer began to pay by card',
      [register({ authorization: { status: 'pending' } }), checkoutIntent, authorize('failed')],
    ],
    [
      'registered as an invoice and paid by card',
      [
        register({ authorization: { status: 'pending' } }),
        checkoutIntent,
        paidBy({ paymentMethod: 'card', paymentIntent: 'pi_1', capture: true }),
      ],
    ],
    [
      'registered as a card order and paid by bank transfer',
      [
        register({ paymentMethod: 'card', authorization: { status: 'pending' } }),
        checkoutIntent,
        paidBy({ paymentMethod: 'invoice', offlineMethod: 'bacs' }),
        capture(orderId, 28_500),
      ],
    ],
    ['captured', [order, capture(orderId, 28_500)]],
    [
      'captured in part, by rows',
      [order, capture(orderId, 19_000, { items: [item(shoes, 1), item(shirts, 1)] })],
    ],
    ['captured in part, by amount', [order, capture(orderId, 10_000, { reference: 'ship-1' })]],
    [
      'captured with other rows',
      [
        order,
        capture(orderId, 5_000, {
          items: [item({ ...shoes, unitPrice: 5_000 }, 1)],
          replaceItems: true,
        }),
      ],
    ],
    [
      'captured by rows, by amount and wholly',
      [
        order,
        capture(orderId, 9_500, { items: [item(shirts, 1)] }),
        capture(orderId, 4_000),
        capture(orderId, 15_000),
      ],
    ],
    [
      'of a card, whose captures are requested',
      [register({ paymentMethod: 'card' }), capture(orderId, 10_000), capture(orderId, 18_500)],
    ],
    ['expired', [order, capture(orderId, 10_000), expire(orderId)]],
    [
      'with every optional property',
      [
        register({
          countryCode: 'SE',
          attributes: { z: 1, a: { list: [1.5, 'x', null] } },
          rows: [
            { ...shoes, type: 'purchase', attributes: { 'n/1': { pk: 7 } } },
            {
              description: 'Discount',
              unitPrice: -100,
              quantity: 1,
              vatRate: 6.25,
              type: 'discount',
            },
          ],
        }),
      ],
    ],
  ])('an order %s', async (_what, commands) => {
    const { projection } = await projector();
    const log = new RecordedLog().accept(...commands);

    await projection.apply(log.page());

    await expectFolds(postgres, log);
  });

  test('also when every event is a page of its own, read back from the tables', async () => {
    const log = new RecordedLog().accept(
      order,
      capture(orderId, 9_500, { items: [item(shoes, 1)] }),
      capture(orderId, 1_000),
      capture(orderId, 18_000),
    );
    for (const page of log.pages(1)) await (await projector()).projection.apply(page);

    await expectFolds(postgres, log);
  });

  test('keeps text that PostgreSQL cannot hold from stopping it', async () => {
    const { projection } = await projector();
    const log = new RecordedLog().accept(
      register({ orderNumber: 'a\0b', rows: [{ ...shoes, description: 'a\0b' }] }),
    );

    await projection.apply(log.page());

    const view = await new OrderQueries(postgres.pool).find(log.events[0]!.data.orderId);
    expect(view?.orderNumber).toBe('a\uFFFDb');
    expect(view?.rows[0]?.description).toBe('a\0b');
  });
});

describe('VAT', () => {
  test('is that of what is captured and of what is left', async () => {
    const { projection } = await projector();
    const log = new RecordedLog().accept(order);
    await projection.apply(log.page());
    const queries = new OrderQueries(postgres.pool);
    const vat = async (): Promise<number | undefined> =>
      (await queries.list({ stores: ['demo-se'] }, { limit: 1 })).orders[0]?.totalVat;
    expect(await vat()).toBe(5_700);

    log.accept(capture(orderId, 9_500, { items: [item(shoes, 1)] }));
    await projection.apply(log.page(2));
    expect(await vat()).toBe(5_700);

    // A capture by amount replaces the remaining rows by one row for each VAT rate.
    log.accept(capture(orderId, 9_500));
    await projection.apply(log.page(3));
    expect(await vat()).toBe(5_700);
  });
});

describe('a page applied again changes nothing', () => {
  const log = new RecordedLog().accept(
    order,
    capture(orderId, 9_500, { items: [item(shoes, 1)] }),
    capture(orderId, 4_000),
    register({ orderNumber: '1002' }),
  );

  test('by the same projection', async () => {
    const { projection } = await projector();
    await projection.apply(log.page());
    const once = await readTables(postgres.pool);

    await projection.apply(log.page());

    expect(await readTables(postgres.pool)).toEqual(once);
  });

  test('where it overlaps what is applied', async () => {
    const { projection } = await projector();
    await projection.apply(log.page(0, 3));
    await projection.apply(log.page(1));
    const overlapping = await readTables(postgres.pool);

    await postgres.pool.query(
      'TRUNCATE orders, captures, search_texts, applied_actions; UPDATE projection SET position = -1',
    );
    await projection.apply(log.page());
    expect(overlapping).toEqual(await readTables(postgres.pool));
  });

  test('by a projection that was deposed while another went on', async () => {
    const deposed = await projector();
    const active = await projector();
    await deposed.projection.apply(log.page(0, 2));
    await active.projection.apply(log.page(2));
    const before = await readTables(postgres.pool);

    await deposed.projection.apply(log.page(2, 3));

    expect(await readTables(postgres.pool)).toEqual(before);
  });

  test('and two projections at once end in the same tables', async () => {
    const one = await projector();
    const other = await projector();
    const race = async ({ projection }: typeof one): Promise<void> => {
      for (const page of log.pages(1)) await projection.apply(page);
    };

    await Promise.all([race(one), race(other)]);

    await expectFolds(postgres, log);
    expect(await new OrderQueries(postgres.pool).position()).toBe(log.position);
  });

  test('when only the checkpoint was lost, because every order knows its revision', async () => {
    const { projection } = await projector();
    await projection.apply(log.page());
    const once = await readTables(postgres.pool);
    await postgres.pool.query('UPDATE projection SET position = -1');

    await projection.apply(log.page());

    expect(await readTables(postgres.pool)).toEqual(once);
  });
});

describe('a page that does not join on is refused and leaves nothing behind', () => {
  const log = new RecordedLog().accept(order, capture(orderId, 4_000), capture(orderId, 1_000));

  test('behind the checkpoint', async () => {
    const { projection } = await projector();
    const before = await readTables(postgres.pool);

    await expect(projection.apply(log.page(1))).rejects.toThrow(ProjectionGap);

    expect(await readTables(postgres.pool)).toEqual(before);
  });

  test('after the tables were emptied for a rebuild', async () => {
    const { projection } = await projector();
    await projection.apply(log.page(0, 3));
    await postgres.pool.query(
      'TRUNCATE orders, captures, search_texts, applied_actions; UPDATE projection SET position = -1',
    );

    await expect(projection.apply(log.page(3))).rejects.toThrow(ProjectionGap);
    await projection.apply(log.page());

    await expectFolds(postgres, log);
  });

  test('when its connection breaks', async () => {
    const { projection, client } = await projector();
    await projection.apply(log.page(0, 2));
    await client.query('SET application_name = doomed');
    await postgres.endConnections(`application_name = 'doomed'`);

    await expect(projection.apply(log.page(2))).rejects.toThrow();

    expect(await new OrderQueries(postgres.pool).position()).toBe(log.events[1]?.position);
    await (await projector()).projection.apply(log.page(2));
    await expectFolds(postgres, log);
  });
});

test('a page that waits for the checkpoint holds no table that the switch of a rebuild needs', async () => {
  const log = new RecordedLog().accept(order);
  const { projection, client } = await projector();
  await projection.apply(log.page(0, 1));
  await client.query('SET application_name = waiting');
  const switching = await postgres.pool.connect();
  await switching.query('BEGIN; SELECT position FROM projection FOR UPDATE');
  const applied = projection.apply(log.page(1));
  await until(async () => {
    const { rowCount } = await switching.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'waiting' AND wait_event_type = 'Lock'`,
    );
    return rowCount === 1;
  });

  const tables = rebuiltNames.join(', ');
  await switching.query(`LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE NOWAIT`);

  await switching.query('COMMIT');
  switching.release();
  await applied;
});
