import type { SettlementTotals } from './settlement-events.js';

/** The totals alone, each member by name and in one order. */
export const totalsIn = (totals: SettlementTotals): SettlementTotals => ({
  ingoingBalance: totals.ingoingBalance,
  captured: totals.captured,
  refunded: totals.refunded,
  fees: totals.fees,
  total: totals.total,
  vat: totals.vat.map(({ vatRate, gross, vat }) => ({ vatRate, gross, vat })),
  lines: totals.lines,
  linesSha256: totals.linesSha256,
});
