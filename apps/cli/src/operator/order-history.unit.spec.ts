import { expect, test } from '@jest/globals';
import type { RecordedEvent } from '#event-log';
import { evolveBalance } from '#ledger';
import { historyDetails, historyHeader, historyRow, historyTitle } from './order-history.js';

const orderId = '50f01baa-d1bf-58d3-a84f-dcdda7a16adf';
const recordedAt = '2026-11-21T17:03:16.943Z';
const metadata = { clientId: 'demo', contract: 'ledger' };

const registered = {
  type: 'OrderRegistered',
  data: {
    orderId,
    storeId: 'demo-se',
    orderNumber: 'demo-1\u001b[31m',
    currency: 'SEK',
    salesSegment: 'B2C',
    paymentMethod: 'invoice',
    rows: [{ rowId: 'r1', description: 'Shoes', unitPrice: 28_500, quantity: 1, vatRate: 25 }],
    placedAt: recordedAt,
    expiresAt: recordedAt,
  },
  ...{ metadata, recordedAt, revision: 0 },
} as unknown as RecordedEvent;

const authorized = {
  type: 'OrderAuthorized',
  data: {
    orderId,
    amount: 28_500,
    currency: 'SEK',
    authorizedAt: recordedAt,
    reference: 'ref\u202e1',
  },
  ...{ metadata, recordedAt, revision: 1 },
} as unknown as RecordedEvent;

test('a history is a table of events and sums, and nothing in it speaks to the terminal', () => {
  const first = evolveBalance(undefined, registered);
  const second = evolveBalance(first, authorized);
  const lines = [
    ...historyTitle(first),
    ...historyHeader,
    ...historyRow(registered, first),
    ...historyRow(authorized, second),
  ];
  expect(lines).toEqual([
    'Order demo-1\ufffd[31m of demo-se, amounts in SEK',
    '',
    'rev  recorded                  event                       amount      captured      refunded     cancelled     remaining  status         by',
    expect.stringMatching(/^-+$/),
    '  0  2026-11-21T17:03:16.943Z  Registered                                  0.00          0.00          0.00        285.00  Pending        demo (ledger)',
    '  1  2026-11-21T17:03:16.943Z  Authorized                  285.00          0.00          0.00          0.00        285.00  NotActivated   demo (ledger) ref\ufffd1',
  ]);
});

test('the rows of an event, its settlement and its payout follow it', () => {
  const captured = {
    type: 'OrderPartCaptured',
    data: {
      ...{ orderId, captureId: 'c1', outcome: 'settled', amount: 9_500, currency: 'SEK' },
      rows: [
        {
          rowId: 'r1',
          articleNumber: '10001',
          description: 'Sho\u001bes',
          unitPrice: 9_500,
          quantity: 1,
          vatRate: 25,
        },
      ],
    },
    ...{ metadata, recordedAt, revision: 2 },
  } as unknown as RecordedEvent;
  const settlement = { settlementId: 's-7', number: 7 };
  const paid = { ...settlement, payoutReference: 'BG 1', paidOn: '2026-11-23' };
  const rowLine = `${' '.repeat(31)}1 x 10001, Sho\ufffdes: 95.00, including 19.00 VAT at 25 %`;
  expect(historyDetails(captured, 'SEK', new Map())).toEqual([rowLine]);
  expect(historyDetails(captured, 'SEK', new Map([['c1', settlement]]))).toEqual([
    rowLine,
    `${' '.repeat(31)}settlement 7 (s-7), not paid out`,
  ]);
  expect(historyDetails(captured, 'SEK', new Map([['c1', paid]])).at(1)).toBe(
    `${' '.repeat(31)}settlement 7 (s-7), paid out 2026-11-23 as BG 1`,
  );
});
