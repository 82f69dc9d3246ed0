import { describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { useLedger } from '../../ledger/testing/use-ledger.js';
import { pdfText } from '../../../../../../libs/documents/src/testing/pdf-text.js';

const ledger = useLedger();

interface Listed {
  readonly data: readonly Record<string, unknown>[];
  readonly metaData: object;
}

const settled = async (order: object = {}) => {
  const made = await ledger.clientOf(
    ['orders:write', 'captures:write', 'settlements:read', 'admin'],
    { timeZone: 'Europe/Stockholm', name: 'Öst & Ost AB', countryCode: 'SE' },
  );
  const { caller, store } = made;
  const { id } = await ledger.register({ store, orderNumber: `=1+${store}`, ...order }, caller);
  const items = [{ articleNumber: '10001', unitPrice: 9_500, quantity: 1 }];
  await caller.post(`/v1/orders/${id}/captures`, { amount: 9_500, items, reference: '@a' });
  await caller.post(`/v1/orders/${id}/captures`, { amount: 19_000 });
  await caller.post('/v1/settlements', { store });
  for (let attempts = 0; attempts < 100; attempts += 1) {
    const { body } = await caller.get('/reports/settlements');
    const [settlement] = (body as Listed).data;
    if (settlement !== undefined) return { ...made, settlement, orderId: id };
    await delay(100);
  }
  throw new Error('The settlement was not stated');
};

test('lines of a B2B order have the company as their first name', async () => {
  const customer = { company: 'Acme AB', firstName: 'Berta', lastName: 'Buyer' };
  const { caller, settlement } = await settled({ salesSegment: 'B2B', customer });
  const path = `/reports/settlements/${String(settlement['id'])}/transactions`;
  const names = { firstName: 'Acme AB', lastName: null };
  expect((await caller.get(path)).body).toMatchObject({ data: [names, names] });
  const csv = await caller.get(path, { Accept: 'text/csv' });
  expect(String(csv.body).split('\r\n')[1]).toMatch(/^,Acme AB,,95\.00,/);
  const own = await caller.get(`/v1/settlements/${String(settlement['id'])}/lines`);
  expect(own.body).toMatchObject({ items: [customer, customer] });
});

const day = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);

const conditions = (count: number): string =>
  Array<string>(count).fill('startDate:>=2022-12-01').join(' AND ');

describe('GET /reports/settlements', () => {
  test('lists, transactions and files of one settlement', async () => {
    const { caller, store, settlement, orderId } = await settled();
    const path = `/reports/settlements/${String(settlement['id'])}`;
    expect(settlement).toEqual({
      id: expect.any(String),
      startDate: day,
      endDate: day,
      storeId: store,
      ingoingBalance: 0,
      totalAmount: 285,
      netSales: 285,
      captured: 285,
      refunded: 0,
      compensations: 0,
      adjustments: 0,
      currency: 'SEK',
      paidOutAt: null,
      generatedAt: expect.stringMatching(/T.*\.\d{7}\+00:00$/),
      reference: null,
      links: {
        pdf: { method: 'GET', href: `${path}/file/pdf`, query: '' },
        transactions: { method: 'GET', href: `${path}/transactions`, query: '' },
      },
    });
    const transactions = await caller.get(`${path}/transactions?perPage=1&includeProductCode=true`);
    expect(transactions.body).toEqual({
      data: [
        {
          customerNumber: null,
          firstName: null,
          lastName: null,
          amount: 95,
          purchaseDate: day,
          transactionDate: day,
          orderNumber: `=1+${store}`,
          invoiceNumber: expect.any(String),
          type: 'Purchase',
          totalVatAmountPerRate: [{ vatRate: 25, amount: 19 }],
          currency: 'SEK',
          settlementDate: day,
          payoutReference: null,
          actionReference: '@a',
          orderId,
          productCode: null,
        },
      ],
      links: {
        self: expect.anything(),
        next: {
          method: 'GET',
          href: `${path}/transactions`,
          query: 'perPage=1&includeProductCode=true&page=2',
        },
      },
      metaData: {
        totalNumberOfRecords: 2,
        numberOfPages: 2,
        currentPage: 1,
        range: { from: 1, to: 1 },
      },
    });
    const csv = await caller.get(`${path}/transactions`, { Accept: 'text/csv' });
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
    expect(csv.headers.get('content-disposition')).toMatch(
      /^attachment; filename="Ost-Ost-AB_SE_\d{8}-\d{8}_settlement_[-\da-f]{36}\.csv"$/,
    );
    const [header, first, second, end] = String(csv.body).split('\r\n');
    expect(header).toBe(
      'customerNumber,firstName,lastName,amount,purchaseDate,transactionDate,orderNumber,' +
        'invoiceNumber,type,totalVatAmountPerRate,currency,settlementDate,payoutReference,' +
        'actionReference,orderId,productCode',
    );
    expect(first).toMatch(/^,,,95\.00,[-\d]{10},[-\d]{10},'=1\+store-.*,25%=19\.00,SEK,.*,'@a,/);
    expect(second).toMatch(/^,,,190\.00,/);
    expect(end).toBe('');
    const marked = await fetch(`${ledger.url}${path}/transactions`, {
      headers: { Authorization: caller.authorization, Accept: 'text/csv; bom=present' },
    });
    const bytes = Buffer.from(await marked.arrayBuffer());
    expect(bytes).toEqual(Buffer.from(`\uFEFF${String(csv.body)}`));
    const pdf = await fetch(`${ledger.url}${path}/file/pdf`, {
      headers: { Authorization: caller.authorization },
    });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdfText(Buffer.from(await pdf.arrayBuffer()))).toContain('Page 1 of 1');
  });

  test('finds by the days of the period', async () => {
    const { caller, settlement } = await settled();
    const from = String(settlement['startDate']);
    const found = async (query: string): Promise<number> => {
      const { body } = await caller.get(`/reports/settlements?query=${encodeURIComponent(query)}`);
      return (body as Listed).data.length;
    };
    expect(await found(`startDate:>=${from} AND endDate:<=2999-12-31`)).toBe(1);
    expect(await found(`startdate:${from}`)).toBe(1);
    expect(await found(`startDate:<${from}`)).toBe(0);
    expect(await found('endDate:>2022-12-01 and endDate:<2022-12-08')).toBe(0);
    expect(await found(conditions(10))).toBe(1);
  });

  test.each([
    'query=startDate',
    'query=startDate:>=2022-02-30',
    'query=paid:=2022-02-03',
    'query=startDate:>=2022-02-03%20OR%20endDate:2022-02-03',
    `query=${encodeURIComponent(conditions(11))}`,
    'page=0',
    'perPage=1001',
    'perPage=x',
    'page=1&page=2',
  ])('refuses ?%s', async (query) => {
    const { status, body } = await ledger.demo.get(`/reports/settlements?${query}`);
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { error: { code: 422, errors: [{ reason: 'INVALID_QUERY' }] } },
    });
  });

  test('is refused for another store, and not there for no settlement', async () => {
    const { caller, settlement } = await settled();
    const path = `/reports/settlements/${String(settlement['id'])}`;
    expect((await ledger.demo.get(`${path}/transactions`)).status).toBe(403);
    expect((await ledger.demo.get(`${path}/file/pdf`)).status).toBe(403);
    expect((await caller.get('/reports/settlements/none/transactions')).status).toBe(404);
    expect((await caller.get(`${path}/transactions?perPage=5001`)).status).toBe(422);
    expect((await caller.get(`${path}/transactions?includeProductCode=perhaps`)).status).toBe(422);
    expect((await caller.get(`${path}/transactions?page=999`)).body).toMatchObject({ data: [] });
  });
});
