import type { SettlementEvent } from '#ledger';
import {
  count,
  day,
  instant,
  listOf,
  oneOf,
  rate,
  record,
  sha256,
  text,
  uuid,
  whole,
} from './shape.js';
import type { ShapeCheck } from './shape.js';

const settlement = { settlementId: uuid, storeId: text, currency: text, number: count };

const figures = {
  ...{ ingoingBalance: whole, captured: whole, refunded: whole, fees: whole, total: whole },
  vat: listOf(record({ vatRate: rate, gross: whole, vat: whole })),
  ...{ lines: count, linesSha256: sha256 },
};

/** As `orderEventShapes`, for the events of settlements. */
export const settlementEventShapes = {
  SettlementClosed: record({
    ...settlement,
    ...{ periodStart: instant, periodEnd: instant, closedAt: instant },
    ...{ reason: oneOf('schedule', 'request'), timeZone: text },
  }),
  SettlementStated: record({ ...settlement, ...figures, statedAt: instant }),
  SettlementCorrected: record(
    {
      ...{ ...settlement, ...figures, corrects: record(figures) },
      ...{ reason: text, correctedBy: text, correctedAt: instant },
    },
    { paid: whole },
  ),
  SettlementPaidOut: record(
    { ...settlement, amount: whole, reference: text, paidOutAt: instant },
    { paidOn: day },
  ),
  SettlementPayoutReversed: record({
    ...settlement,
    ...{ amount: whole, reference: text, reason: text, reversedAt: instant },
  }),
} as const satisfies Record<SettlementEvent['type'], ShapeCheck>;
