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

const currencyLength = 3;

/** Whose settlements the stream holds; its name must be one of a stream of settlements. */
export const settlementStreamIn = (streamId: string): SettlementStream => ({
  storeId: streamId.slice(settlementStreamPrefix.length, -currencyLength - 1),
  currency: streamId.slice(-currencyLength),
});

export const isSettlementStream = (streamId: string): boolean =>
  streamId.startsWith(settlementStreamPrefix);
