import type { Pool } from 'pg';
import { text } from 'node:stream/consumers';
import { LineQueries, rangeOf, SettlementQueries } from '#read-models';
import type { SettlementView } from '#read-models';
import { transactionColumns } from '../../apps/api/src/contracts/walley/settlements/walley-transaction.js';
import { csvStream } from '../../apps/api/src/contract-kit/tables/answer-table.js';
import { allStatementLines } from '../../apps/api/src/queries/statement-lines.js';

/** The settlements of a store, the oldest first. */
export const settlementsOf = async (pool: Pool, storeId: string): Promise<SettlementView[]> => {
  const page = await new SettlementQueries(pool).list({ stores: [storeId] }, { limit: 100 });
  return page.settlements.toSorted((a, b) => a.number - b.number);
};

/** Returns a settlement as the CSV file that Walley's API offers. */
export const csvOf = async (pool: Pool, settlement: SettlementView): Promise<string> => {
  const lines = allStatementLines(new LineQueries(pool), rangeOf(settlement));
  return text(await csvStream(transactionColumns(settlement), lines));
};

/**
 * Returns the captures and refunds in a settlement's CSV file, one text for each. Columns with ids
 * are left out, because ids are not predictable.
 */
export const rowsOf = async (pool: Pool, settlement: SettlementView): Promise<string[]> => {
  const rows = (await csvOf(pool, settlement)).trimEnd().split('\r\n').slice(1);
  return rows.map((row) => {
    const cells = row.split(',');
    return [3, 4, 5, 6, 8, 9, 10, 11, 12, 13].map((column) => cells[column]).join(',');
  });
};

/**
 * A settlement as four short texts, so that a test can state the expected ones: period as instants,
 * period as days, `ingoing captured refunded total`, and `rate: gross vat` for each VAT rate.
 */
export const shown = ({
  periodStart,
  periodEnd,
  startDate,
  endDate,
  totals,
}: SettlementView): string[] => [
  `${periodStart} ${periodEnd}`,
  `${startDate} ${endDate}`,
  [totals?.ingoingBalance, totals?.captured, totals?.refunded, totals?.total].join(' '),
  (totals?.vat ?? []).map(({ vatRate, gross, vat }) => `${vatRate}: ${gross} ${vat}`).join(', '),
];
