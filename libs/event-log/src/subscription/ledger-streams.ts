import type { StreamSelection } from '../client/stream-selection.js';
import { orderStreamPrefix } from '../order/stream-of.js';
import { settlementStreamPrefix } from '../settlement/settlement-stream-of.js';

const startingWith = (prefixes: string[]): StreamSelection => ({
  filter: { prefixes },
  includes: (streamId) => prefixes.some((prefix) => streamId.startsWith(prefix)),
});

/** The streams that read models are made from. */
export const ledgerStreams = startingWith([orderStreamPrefix, settlementStreamPrefix]);

/** With what the id of an order begins; each is as likely as any other. */
const digits = Array.from({ length: 16 }, (_, value) => value.toString(16));

/** Into how many parts the log can be divided at most. */
export const logPartitionsMax = digits.length;

/** The `part`th, from 0, of so many. */
export interface LogPartition {
  readonly part: number;
  readonly parts: number;
}

/**
 * The streams that read models are made from, divided: each is in exactly one part, so that parts can be read side by
 * side. An order belongs to one by the first digit of its id; the first part also has whatever is named otherwise.
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

/** Anything else would leave streams to nobody. */
const isPartition = ({ part, parts }: LogPartition): boolean =>
  Number.isInteger(part) &&
  Number.isInteger(parts) &&
  part >= 0 &&
  part < parts &&
  parts <= logPartitionsMax;

/** The expression is one that JavaScript and .NET understand alike: EventStoreDB takes it too. */
const matching = (regex: string): StreamSelection => {
  const expression = new RegExp(regex, 'u');
  return { filter: { regex }, includes: (streamId) => expression.test(streamId) };
};
