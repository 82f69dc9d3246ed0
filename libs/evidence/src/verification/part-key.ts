import { orderStreamPrefix } from '#event-log/offline';

/** Hexadecimal digits of an order id that one division goes by: 256 parts. */
const digits = 2;

/** Orders are divided by the beginning of their ids, which are evenly spread; `length` digits of them so far. */
export const partitionKey = (stream: string, prefix: string): string => {
  const id = stream.slice(
    orderStreamPrefix.length,
    orderStreamPrefix.length + prefix.length + digits,
  );
  return stream.startsWith(orderStreamPrefix) && hex.test(id) ? id : otherStreams;
};

/** The part of all streams that are no order's. They are few: one for each store and currency. */
export const otherStreams = 'others';

/**
 * A part that is larger is divided again: what is in memory for a stream is a few times what its events take in a line.
 */
export const partitionBytesMax = 8 * 1_024 * 1_024;

/** A deeper division would need ids that were made to look alike. */
export const prefixLengthMax = 8;

const hex = /^[0-9a-f]+$/;

/** The beginnings that a first division makes. */
export const childPrefixes = Array.from({ length: 16 ** digits }, (_, index) =>
  index.toString(16).padStart(digits, '0'),
);

/** The beginnings of order ids that are in none of these parts; as few as there can be. */
export function* uncoveredPrefixes(
  prefix: string,
  covered: ReadonlySet<string>,
): Generator<string, void> {
  if (covered.has(prefix)) return;
  if (![...covered].some((key) => key !== otherStreams && key.startsWith(prefix))) {
    yield prefix;
    return;
  }
  for (const child of childPrefixes) yield* uncoveredPrefixes(prefix + child, covered);
}
