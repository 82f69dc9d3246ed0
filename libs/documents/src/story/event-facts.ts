import { isCaptureEvent, negated, vatOf, vatPerRate } from '#ledger';
import type { OrderEvent, TaxedRow, VatShare } from '#ledger';

/** A row of an event with what it comes to, minor units. */
export interface EventRow extends TaxedRow {
  readonly rowId?: string;
  readonly articleNumber?: string;
  readonly description: string;
  readonly amount: number;
  readonly vat: number;
}

/** What an event says beyond its amount, as people ask for it. */
export interface EventFacts {
  /** Of an event that is about rows. */
  readonly rows: readonly EventRow[];
  /** Of captures and refunds, by rate; of a refund below zero. */
  readonly vat: readonly VatShare[];
  /** Of an event that makes a line of a settlement: the id of the capture or refund. */
  readonly lineId?: string;
}

type NamedRow = TaxedRow & {
  readonly rowId?: string;
  readonly articleNumber?: string;
  readonly description: string;
};

const rowOf = (row: NamedRow): EventRow => ({
  ...(row.rowId !== undefined && { rowId: row.rowId }),
  ...(row.articleNumber !== undefined && { articleNumber: row.articleNumber }),
  description: row.description,
  unitPrice: row.unitPrice,
  quantity: row.quantity,
  vatRate: row.vatRate,
  amount: row.unitPrice * row.quantity,
  vat: vatOf(row),
});

const lineIdOf = (event: OrderEvent): string | undefined => {
  if (event.type === 'OrderRefunded') return event.data.refundId;
  if (event.type === 'CaptureSettled') return event.data.captureId;
  return 'outcome' in event.data && event.data.outcome === 'settled'
    ? event.data.captureId
    : undefined;
};

const vatIn = (event: OrderEvent): VatShare[] => {
  if (event.type === 'OrderRefunded') return negated(vatPerRate(event.data.rows));
  return isCaptureEvent(event) || event.type === 'CaptureSettled'
    ? vatPerRate(event.data.rows)
    : [];
};

export const eventFacts = (event: OrderEvent): EventFacts => {
  const lineId = lineIdOf(event);
  return {
    rows: 'rows' in event.data ? event.data.rows.map(rowOf) : [],
    vat: vatIn(event),
    ...(lineId !== undefined && { lineId }),
  };
};
