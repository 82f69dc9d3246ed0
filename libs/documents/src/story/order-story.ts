import {
  isCaptureEvent,
  negated,
  type OrderBalance,
  type OrderEvent,
  type TaxedRow,
  vatOf,
  vatPerRate,
  type VatShare,
} from '#ledger';
import type { OrderView, SettledIn } from '#read-models';
import type { IssuingStore } from '../printed-values.js';

/** An event of the order, with its revision, time and chain value from the log. */
export type StoryEvent = OrderEvent & {
  readonly revision: number;
  readonly recordedAt: string;
  readonly metadata: { readonly clientId: string; readonly chain: string };
};

/** Everything that the document about an order shows. */
export interface OrderStory {
  /** The order after its last event. */
  readonly order: OrderBalance;
  /** All events of the order. The first one is the registration. */
  readonly events: readonly StoryEvent[];
  /** The settlement of each capture and refund, by capture id or refund id. */
  readonly settled: ReadonlyMap<string, SettledIn>;
  readonly store: IssuingStore | undefined;
  readonly timeZone: string;
  /** Absent if the buyer is unknown or was erased. */
  readonly buyer?: string;
}

/** A row of an event as the document prints it. Amounts are in minor units. */
export interface EventRow extends TaxedRow {
  readonly rowId?: string;
  readonly articleNumber?: string;
  readonly description: string;
  readonly amount: number;
  readonly vat: number;
}

/** The rows and the VAT of an event as the document shows them. */
export interface EventFacts {
  /** Empty for an event without rows. */
  readonly rows: readonly EventRow[];
  /** VAT of a capture or refund, by rate; negative for a refund. */
  readonly vat: readonly VatShare[];
  /**
   * The capture id or refund id. Set only on the event with which the capture or refund becomes a
   * line of a settlement.
   */
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
  if (event.type === 'RefundSettled') return event.data.refundId;
  if (event.type === 'OrderRefunded') {
    return event.data.outcome === 'requested' ? undefined : event.data.refundId;
  }
  if (event.type === 'CaptureSettled') return event.data.captureId;
  return 'outcome' in event.data && event.data.outcome === 'settled'
    ? event.data.captureId
    : undefined;
};

/** True for an event whose money goes back to the customer. */
export const isRefund = <Event extends OrderEvent>(
  event: Event,
): event is Extract<Event, { type: 'OrderRefunded' | 'RefundSettled' }> =>
  event.type === 'OrderRefunded' || event.type === 'RefundSettled';

const vatIn = (event: OrderEvent): VatShare[] => {
  if (isRefund(event)) return negated(vatPerRate(event.data.rows));
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

/** The buyer in one text; `undefined` if the buyer is unknown or was erased. */
export const buyerOf = (shown: OrderView['customer']): string | undefined => {
  if (shown === undefined || shown.erased) return undefined;
  const { company, firstName, lastName, reference, billingAddress } = shown.customer;
  const person = [firstName, lastName].filter((name) => name !== undefined).join(' ');
  const texts = [company, person, billingAddress?.countryCode, reference];
  const known = texts.filter((text) => text !== undefined && text !== '');
  return known.length === 0 ? undefined : known.join(', ');
};
