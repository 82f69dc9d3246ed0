/** Streams of orders have this prefix; subscriptions filter on it. */
export const orderStreamPrefix = 'order-';

export const streamOf = (orderId: string): string => `${orderStreamPrefix}${orderId}`;

/** Streams of settlements have this prefix; subscriptions filter on it. */
export const settlementStreamPrefix = 'settlement-';

/** Names the settlements of one store in one currency. */
export interface SettlementStream {
  readonly storeId: string;
  /** ISO 4217: always three letters, so that two stores never share a stream. */
  readonly currency: string;
}

export const settlementStreamOf = ({ storeId, currency }: SettlementStream): string =>
  `${settlementStreamPrefix}${storeId}-${currency}`;

const currencyLength = 3;

/** The store and currency of a settlement stream, by its name. */
export const settlementStreamIn = (streamId: string): SettlementStream => ({
  storeId: streamId.slice(settlementStreamPrefix.length, -currencyLength - 1),
  currency: streamId.slice(-currencyLength),
});

export const isSettlementStream = (streamId: string): boolean =>
  streamId.startsWith(settlementStreamPrefix);

/** Some of the streams of a log, by their names. */
export interface StreamSelection {
  /** The filter as the server takes it. */
  readonly filter: { readonly prefixes: string[] } | { readonly regex: string };
  readonly includes: (streamId: string) => boolean;
}

const startingWith = (prefixes: string[]): StreamSelection => ({
  filter: { prefixes },
  includes: (streamId) => prefixes.some((prefix) => streamId.startsWith(prefix)),
});

/** The streams that read models are made from. */
export const ledgerStreams = startingWith([orderStreamPrefix, settlementStreamPrefix]);

/** The first digits that the id of an order can have; all are equally likely. */
const digits = Array.from({ length: 16 }, (_, value) => value.toString(16));

/** Largest number of parts that the log can be divided into. */
export const logPartitionsMax = digits.length;

/** Part number `part`, from 0, of `parts`. */
export interface LogPartition {
  readonly part: number;
  readonly parts: number;
}

/**
 * One part of the streams that read models are made from. Each stream is in exactly one part, so
 * that parts can be read at the same time. The first digit of its id decides the part of an order;
 * the first part also has all other streams.
 */
export const partitionOfLedgerStreams = ({ part, parts }: LogPartition): StreamSelection => {
  if (!isPartition({ part, parts }))
    throw new RangeError(`The log has no part ${part} of ${parts}`);
  if (parts === 1) return ledgerStreams;
  const digitsFrom = (from: number, to: number): string[] =>
    digits.slice(
      Math.floor((from * digits.length) / parts),
      Math.floor((to * digits.length) / parts),
    );
  if (part > 0) {
    return startingWith(digitsFrom(part, part + 1).map((digit) => `${orderStreamPrefix}${digit}`));
  }
  const others = digitsFrom(1, parts).join('');
  return matching(`^(${settlementStreamPrefix}|${orderStreamPrefix}(?![${others}]))`);
};

/** True for a valid partition; any other would leave streams out. */
const isPartition = ({ part, parts }: LogPartition): boolean =>
  Number.isInteger(part) &&
  Number.isInteger(parts) &&
  part >= 0 &&
  part < parts &&
  parts <= logPartitionsMax;

/**
 * Selects streams by an expression that JavaScript and .NET understand alike, since EventStoreDB
 * takes it too.
 */
const matching = (regex: string): StreamSelection => {
  const expression = new RegExp(regex, 'u');
  return { filter: { regex }, includes: (streamId) => expression.test(streamId) };
};
