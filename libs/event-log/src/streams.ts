/** The prefix of the names of order streams; subscriptions filter by it. */
export const orderStreamPrefix = 'order-';

export const streamOf = (orderId: string): string => `${orderStreamPrefix}${orderId}`;

/** The prefix of the names of settlement streams; subscriptions filter by it. */
export const settlementStreamPrefix = 'settlement-';

/** Identifies the stream with the settlements of one store in one currency. */
export interface SettlementStream {
  readonly storeId: string;
  /**
   * ISO 4217. The name of the stream contains the store id and the currency. A currency always has
   * three letters, so the name can be split again, and two stores never share a stream.
   */
  readonly currency: string;
}

export const settlementStreamOf = ({ storeId, currency }: SettlementStream): string =>
  `${settlementStreamPrefix}${storeId}-${currency}`;

const currencyLength = 3;

/** The store and the currency in the name of a settlement stream. */
export const settlementStreamIn = (streamId: string): SettlementStream => ({
  storeId: streamId.slice(settlementStreamPrefix.length, -currencyLength - 1),
  currency: streamId.slice(-currencyLength),
});

export const isSettlementStream = (streamId: string): boolean =>
  streamId.startsWith(settlementStreamPrefix);

/** Selects streams of the log by their names. */
export interface StreamSelection {
  /** The same selection as a filter for the event store. */
  readonly filter: { readonly prefixes: string[] } | { readonly regex: string };
  readonly includes: (streamId: string) => boolean;
}

const startingWith = (prefixes: string[]): StreamSelection => ({
  filter: { prefixes },
  includes: (streamId) => prefixes.some((prefix) => streamId.startsWith(prefix)),
});

/** The streams that read models are made from. */
export const ledgerStreams = startingWith([orderStreamPrefix, settlementStreamPrefix]);

/**
 * The hexadecimal digits that an order id can begin with. All are equally likely, so if the log is
 * divided by them, each part gets about the same number of orders.
 */
const digits = Array.from({ length: 16 }, (_, value) => value.toString(16));

/**
 * Largest number of parts that the log can be divided into: one for each first digit of an order
 * id.
 */
export const logPartitionsMax = digits.length;

/** One part of a log that is divided into `parts` parts by order ids; `part` counts from 0. */
export interface LogPartition {
  readonly part: number;
  readonly parts: number;
}

/**
 * Selects one part of the streams that read models are made from, so that several parts can be read
 * at the same time. Each stream is in exactly one part. The part of an order depends on the first
 * digit of its id; all other streams are in part 0.
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
  return matching(`^(${settlementStreamPrefix}|${orderStreamPrefix}([^${others}]|$))`);
};

/**
 * True if this part exists, such as part 3 of 4. With other values, some streams would be in no
 * part.
 */
const isPartition = ({ part, parts }: LogPartition): boolean =>
  Number.isInteger(part) &&
  Number.isInteger(parts) &&
  part >= 0 &&
  part < parts &&
  parts <= logPartitionsMax;

/**
 * Selects streams by a regular expression. JavaScript, .NET (in EventStoreDB) and RE2 (in the event
 * node) have to match the same streams, so the expression must not have a lookahead, which RE2
 * lacks.
 */
const matching = (regex: string): StreamSelection => {
  const expression = new RegExp(regex, 'u');
  return { filter: { regex }, includes: (streamId) => expression.test(streamId) };
};
