import type { SettlementView } from './settlement-view.js';

/** A stretch of the log in which captures and refunds of one store and currency are looked for. */
export interface LineRange {
  readonly storeId: string;
  readonly currency: string;
  /** Exclusive. */
  readonly after: bigint;
  /** Inclusive. */
  readonly to: bigint;
}

/** Positions are signed 64-bit in PostgreSQL. */
const endOfEveryLog = 2n ** 63n - 1n;

/** What belongs to a settlement. */
export const rangeOf = ({
  storeId,
  currency,
  afterPosition,
  position,
}: Pick<SettlementView, 'storeId' | 'currency' | 'afterPosition' | 'position'>): LineRange => ({
  storeId,
  currency,
  after: afterPosition,
  to: position,
});

/** What stands behind a position, such as that of the last cut. */
export const rangeAfter = (
  { storeId, currency }: Pick<LineRange, 'storeId' | 'currency'>,
  after: bigint,
): LineRange => ({ storeId, currency, after, to: endOfEveryLog });
