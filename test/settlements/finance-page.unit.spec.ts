import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { purchaseLine, returnLine, statementOf } from '#ledger';
import type { SettlementLine } from '#ledger';
import type { SettlementView } from '#read-models';
import { lineCsv } from '../../apps/api/src/contracts/ledger/settlements/lines.js';
import { transactionColumns } from '../../apps/api/src/contracts/walley/settlements/walley-transaction.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/settlements.md'), 'utf8');
const [given = '[]', stated = '{}'] = [...page.matchAll(/```json\n([^`]*)```/g)].map(
  ([, json]) => json,
);

interface Shown {
  readonly type: SettlementLine['type'];
  readonly rows: readonly { unitPrice: number; quantity: number; vatRate: number }[];
}

const order = { orderId: 'order', orderNumber: '1', paymentMethod: 'invoice' } as const;
const at = '2026-03-29T10:00:00.000Z';

const lineOf = ({ type, rows }: Shown): SettlementLine => {
  const amount = rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
  const named = rows.map((row) => ({ ...row, rowId: 'r', description: 'Article' }));
  return type === 'Purchase'
    ? purchaseLine(order, { captureId: 'c', amount, rows: named, capturedAt: at }, at)
    : returnLine(order, { refundId: 'r', amount, rows, captures: [], refundedAt: at }, at);
};

test("the finance page's example adds up", () => {
  const lines = (JSON.parse(given) as Shown[]).map(lineOf);
  const { linesSha256, ...totals } = statementOf(lines, -2_000);
  expect(linesSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(totals).toEqual(JSON.parse(stated));
});

test('the commands for a spreadsheet program take as text what could be taken for a number', () => {
  const settlement = { currency: 'SEK', timeZone: 'UTC', closedAt: at } as SettlementView;
  const namesOf = (columns: readonly { name: string }[], numbers: string): string[] =>
    [...numbers.matchAll(/(\d+)\/2/g)].map(([, number]) => columns[Number(number) - 1]?.name ?? '');
  const [walley = '', ours = ''] = [...page.matchAll(/CSV:44,34,76,1,([\d/]+)/g)].map(
    ([, numbers = '']) => numbers,
  );
  const names = ['customerNumber', 'orderNumber', 'payoutReference', 'actionReference'];
  expect(namesOf(transactionColumns(settlement), walley)).toEqual(names);
  expect(namesOf(lineCsv([25]), ours)).toEqual([
    'orderNumber',
    'reference',
    'customerNumber',
    'payoutReference',
  ]);
});
