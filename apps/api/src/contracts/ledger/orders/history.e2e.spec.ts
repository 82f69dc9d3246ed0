import { describe, expect, test } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { createHash, randomUUID } from 'node:crypto';
import { canonicalJson } from '#ledger';
import { expectProblem } from '../testing/problem.js';
import { pdfText } from '../../../../../../libs/documents/src/testing/pdf-text.js';
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
      currency: 'SEK',
      chain: expect.stringMatching(/^[\da-f]{64}$/),
    };
    expect(history.entries).toEqual([
      {
        ...common,
        revision: '0',
        type: 'OrderRegistered',
        rows: [
          expect.objectContaining({ articleNumber: '10001', amount: 9500, vat: 1900 }),
          expect.objectContaining({ articleNumber: '10002', amount: 19000, vat: 3800 }),
        ],
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
        rows: [expect.objectContaining({ rowId: 'r1', amount: 9500, vat: 1900, vatRate: 25 })],
        vat: [{ vatRate: 25, gross: 9500, vat: 1900 }],
        data: expect.objectContaining({ rows: [expect.objectContaining({ rowId: 'r1' })] }),
        after: { ...sums, status: 'PartActivated', captured: 9500, remaining: 19000 },
      },
    ]);
  });

  test('is a page to be filed as PDF, for callers of its store', async () => {
    const { id } = await ledger.register();
    const path = `${ledger.url}/v1/orders/${id}/history`;
    const headers = { Authorization: ledger.demo.authorization, Accept: 'application/pdf' };
    const answer = await fetch(path, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toBe(`inline; filename="order-${id}.pdf"`);
    const text = pdfText(Buffer.from(await answer.arrayBuffer()));
    expect(text).toEqual(expect.arrayContaining(['Registered', 'Authorized', 'Page 1 of 1']));
    const { caller } = await ledger.clientOf(['orders:read']);
    const other = { Authorization: caller.authorization, Accept: 'application/pdf' };
    expect((await fetch(path, { headers: other })).status).toBe(404);
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

describe('the history line by line', () => {
  const captured = async (): Promise<string> => {
    const { id } = await ledger.register({ orderNumber: `=1+1 ${randomUUID()}` });
    await ledger.demo.post(`/v1/orders/${id}/captures`, { amount: 1, reference: '=cmd|"x", 1' });
    return id;
  };

  test('is NDJSON with the entries of the JSON', async () => {
    const id = await captured();
    const answer = await ledger.demo.get(`/v1/orders/${id}/history`, {
      Accept: 'application/x-ndjson',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answer.headers.get('vary')).toBe('Accept');
    const lines = String(answer.body).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual((await historyOf(id)).entries);
  });

  test('is CSV that a spreadsheet program opens and does not run', async () => {
    const id = await captured();
    const answer = await ledger.demo.get(`/v1/orders/${id}/history`, { Accept: 'text/csv' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="history-${id}.csv"`,
    );
    const [header, ...lines] = String(answer.body).split('\r\n');
    expect(header).toBe(
      'revision,position,recordedAt,type,client,contract,reference,amount,currency,status,captured,refunded,cancelled,remaining,chain,' +
        'rows,vat,vatPerRate,settlementId,settlementNumber,payoutReference,paidOn',
    );
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(
      /^2,\d+,\d{4}-[\d:.TZ-]+,OrderPartCaptured,demo,ledger,"'=cmd\|""x"", 1",1,SEK,PartActivated,1,0,0,28499,[\da-f]{64},"?1 x [^,]*(?:: 1 \(25%\)).*,0,25%=0,,,,$/,
    );
    expect(lines[3]).toBe('');
  });

  test('has as many as are asked for', async () => {
    const id = await captured();
    const { nextCursor } = await historyOf(id, '?limit=1');
    const path = `/v1/orders/${id}/history?limit=1&cursor=${nextCursor}`;
    const { body } = await ledger.demo.get(path, { Accept: 'application/x-ndjson' });
    expect(JSON.parse(String(body))).toMatchObject({ revision: '1' });
  });

  test('of an order that there is not is refused as ever', async () => {
    const answer = await ledger.demo.get(`/v1/orders/${randomUUID()}/history`, {
      Accept: 'text/csv',
    });
    expectProblem(answer, 404, 'ORDER_NOT_FOUND');
  });
});

describe('the order as it was', () => {
  const threeTimes = async () => {
    const { id, made } = await ledger.register();
    const answers = [made];
    for (const amount of [100, 200]) {
      answers.push(await ledger.demo.post(`/v1/orders/${id}/captures`, { amount }));
    }
    return { id, last: answers[2]! };
  };

  test('is now what it is', async () => {
    const { id, last } = await threeTimes();
    const now = await ledger.demo.getAfter(last, `/v1/orders/${id}`);
    const then = await ledger.demo.get(`/v1/orders/${id}?at=3`);
    expect(then.body).toEqual(now.body);
    expect(then.headers.get('ledger-position')).toBe(now.headers.get('ledger-position'));
  });

  test('was what each event made of it, by revision and by time', async () => {
    const { id } = await threeTimes();
    const { entries } = await historyOf(id);
    for (const entry of entries) {
      const { revision, position, after } = entry as {
        revision: string;
        position: string;
        after: object;
      };
      const { body } = await ledger.demo.get(`/v1/orders/${id}?at=${revision}`);
      expect(body).toMatchObject({ revision, position, ...after });
    }
    const later = await ledger.demo.get(`/v1/orders/${id}?at=2199-01-01T00:00:00%2B02:00`);
    expect(later.body).toMatchObject({ revision: '3', captured: 300 });
    const registered = String(entries[0]!['recordedAt']);
    const first = await ledger.demo.get(`/v1/orders/${id}?at=${registered}`);
    expect(first.body).toMatchObject({ captured: 0, status: 'NotActivated' });
  });

  test('was not there before, and has no revision that is still to come', async () => {
    const { id } = await threeTimes();
    const at = (moment: string) => ledger.demo.get(`/v1/orders/${id}?at=${moment}`);
    expectProblem(await at('4'), 404, 'ORDER_REVISION_NOT_FOUND');
    expectProblem(await at('2001-01-01T00:00:00Z'), 404, 'ORDER_NOT_REGISTERED_YET');
    for (const moment of ['-1', 'yesterday', '', '2026-02-30T00:00:00Z']) {
      expectProblem(await at(moment), 400, 'VALIDATION_ERROR');
    }
  });

  test('of another store was never there', async () => {
    const { id } = await threeTimes();
    const { caller } = await ledger.clientOf(['orders:read']);
    for (const moment of ['0', '99', '2001-01-01T00:00:00Z', '2199-01-01T00:00:00Z']) {
      expectProblem(await caller.get(`/v1/orders/${id}?at=${moment}`), 404, 'ORDER_NOT_FOUND');
    }
  });
});
