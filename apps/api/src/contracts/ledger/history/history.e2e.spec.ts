import { describe, expect, test } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { createHash } from 'node:crypto';
import { canonicalJson } from '#ledger';
import { expectProblem } from '../testing/problem.js';
import { useLedger } from '../testing/use-ledger.js';

const ledger = useLedger();

interface History {
  readonly orderId: string;
  readonly entries: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}

const historyOf = async (id: string, query = ''): Promise<History> =>
  (await ledger.demo.get(`/v1/orders/${id}/history${query}`)).body as History;

describe('the history of an order', () => {
  test('shows every event with who, how much, and the sums after it', async () => {
    const { id, made } = await ledger.register();
    const captured = await ledger.demo.post(`/v1/orders/${id}/captures`, {
      amount: 9500,
      items: [{ articleNumber: '10001', unitPrice: 9500, quantity: 1 }],
      reference: 'ship-1',
    });
    const history = await historyOf(id);
    expect(history).toMatchObject({ orderId: id, nextCursor: null });
    const sums = { captured: 0, refunded: 0, cancelled: 0, remaining: 28500 };
    const common = {
      position: expect.stringMatching(/^\d+$/),
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      actor: { client: 'demo' },
      contract: 'ledger',
      chain: expect.stringMatching(/^[\da-f]{64}$/),
    };
    expect(history.entries).toEqual([
      {
        ...common,
        revision: '0',
        type: 'OrderRegistered',
        data: expect.objectContaining({ orderId: id, storeId: 'demo-se' }),
        after: { ...sums, status: 'Pending' },
      },
      {
        ...common,
        revision: '1',
        position: (made.body as { position: string }).position,
        type: 'OrderAuthorized',
        amount: 28500,
        data: expect.objectContaining({ amount: 28500 }),
        after: { ...sums, status: 'NotActivated' },
      },
      {
        ...common,
        revision: '2',
        position: (captured.body as { position: string }).position,
        type: 'OrderPartCaptured',
        reference: 'ship-1',
        amount: 9500,
        data: expect.objectContaining({ rows: [expect.objectContaining({ rowId: 'r1' })] }),
        after: { ...sums, status: 'PartActivated', captured: 9500, remaining: 19000 },
      },
    ]);
  });

  test('comes in pages that together are the whole', async () => {
    const { id } = await ledger.register();
    for (const amount of [1, 2, 3]) await ledger.demo.post(`/v1/orders/${id}/captures`, { amount });
    const whole = await historyOf(id);
    const first = await historyOf(id, '?limit=3');
    const second = await historyOf(id, `?limit=3&cursor=${first.nextCursor}`);
    expect([...first.entries, ...second.entries]).toEqual(whole.entries);
    expect(second.nextCursor).toBeNull();
  });

  test('shows the chain that an auditor computes from the event store alone', async () => {
    const { id } = await ledger.register();
    await ledger.demo.post(`/v1/orders/${id}/captures`, { amount: 1 });
    const { entries } = await historyOf(id);
    const computed: string[] = [];
    const client = EventStoreDBClient.connectionString(ledger.eventStoreUrl);
    try {
      for await (const { event } of client.readStream(`order-${id}`)) {
        const metadata = { ...(event?.metadata as Record<string, unknown>), chain: undefined };
        const link = canonicalJson({ type: event?.type, data: event?.data, metadata });
        const before = computed.at(-1) ?? '';
        computed.push(
          createHash('sha256')
            .update(before + link)
            .digest('hex'),
        );
      }
    } finally {
      await client.dispose();
    }
    expect(entries.map(({ chain }) => chain)).toEqual(computed);
    expect(computed).toHaveLength(3);
  });

  test.each(['limit=0', 'limit=1001', 'cursor=nonsense', 'at=1'])('refuses ?%s', async (query) => {
    const { id } = await ledger.register();
    const answer = await ledger.demo.get(`/v1/orders/${id}/history?${query}`);
    expectProblem(answer, 400, 'VALIDATION_ERROR');
  });
});
