/** Streams of settlements have this prefix; subscriptions filter on it. */
export const settlementStreamPrefix = 'settlement-';

/** Which settlements: those of one store in one currency. */
export interface SettlementStream {
  readonly storeId: string;
  /** ISO 4217: always three letters, so that two stores never share a stream. */
  readonly currency: string;
}

export const settlementStreamOf = ({ storeId, currency }: SettlementStream): string =>
  `${settlementStreamPrefix}${storeId}-${currency}`;

export const isSettlementStream = (streamId: string): boolean =>
  streamId.startsWith(settlementStreamPrefix);
