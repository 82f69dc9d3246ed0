import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { orderStreamPrefix } from '#event-log/offline';
import { type Line, lineHead, type LineHead, streamOfLine } from '../lines/event-line.js';
import { eachLine, fileChunks } from '../lines/line-splitter.js';

const heldBytes = 16 * 1_024;

/** A partition of the log: all events of some streams, as lines in the order of the log. */
export interface SpilledPartition {
  readonly key: string;
  readonly paths: readonly string[];
  readonly bytes: number;
}

interface OpenPartition {
  readonly key: string;
  readonly path: string;
  readonly file: number;
  readonly held: Buffer;
  length: number;
  bytes: number;
}

/**
 * Distributes lines over files, one file for each key. Each file has only a small buffer, so that
 * little memory is used.
 */
export class PartitionWriter {
  readonly #parts = new Map<string, OpenPartition>();

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  add(key: string, { buffer, start, end }: Line): void {
    const part = this.#parts.get(key) ?? this.#open(key);
    const length = end - start + 1;
    if (part.length + length > heldBytes) flush(part);
    part.bytes += length;
    if (length > heldBytes) {
      writeSync(part.file, Buffer.concat([buffer.subarray(start, end), Buffer.of(lineFeed)]));
      return;
    }
    buffer.copy(part.held, part.length, start, end);
    part.held[part.length + length - 1] = lineFeed;
    part.length += length;
  }

  /** Closes the files and returns the partitions. */
  end(): SpilledPartition[] {
    const parts = [...this.#parts.values()];
    for (const part of parts) {
      flush(part);
      closeSync(part.file);
    }
    this.#parts.clear();
    return parts.map(({ key, path, bytes }) => ({ key, paths: [path], bytes }));
  }

  /** Closes the files after a failure. Does nothing after `end`. */
  close(): void {
    for (const { file } of this.#parts.values()) closeSync(file);
    this.#parts.clear();
  }

  #open(key: string): OpenPartition {
    const path = join(this.directory, `${key}.ndjson`);
    const held = Buffer.allocUnsafe(heldBytes);
    const part = { key, path, file: openSync(path, 'w', 0o600), held, length: 0, bytes: 0 };
    this.#parts.set(key, part);
    return part;
  }
}

const lineFeed = 10;

const flush = (part: OpenPartition): void => {
  if (part.length > 0) writeSync(part.file, part.held, 0, part.length);
  part.length = 0;
};

/**
 * Key of the single partition (group of streams) that has all orders of a small log. The key is an
 * empty prefix of order ids, which every id matches.
 */
const undivided = '';

/**
 * Writes the events of a log to files, each with a group of streams (a partition). All orders of a
 * small log go to one file, the orders of a larger log to 256. Creating 256 files would take longer
 * than checking a small log.
 */
export class LogPartitioner {
  readonly #orders: PartitionWriter;
  readonly #parts: PartitionWriter;
  #bytes = 0;
  #isDivided: boolean;

  /**
   * `isDivided`: writes the orders to 256 files from the start, for a part of a log that is known
   * to be large.
   */
  constructor(directory: string, isDivided = false) {
    this.#isDivided = isDivided;
    this.#orders = new PartitionWriter(join(directory, 'orders'));
    this.#parts = new PartitionWriter(join(directory, 'parts'));
  }

  add(stream: string, line: Line): void {
    const key = partitionKey(stream, '');
    if (this.#isDivided || key === otherStreams) {
      this.#parts.add(key, line);
      return;
    }
    this.#orders.add(undivided, line);
    this.#bytes += line.end - line.start + 1;
    if (this.#bytes > partitionBytesMax) this.#divide();
  }

  /** Closes the files and returns the partitions. */
  end(): SpilledPartition[] {
    return [...this.#orders.end(), ...this.#parts.end()];
  }

  /** Closes the files after a failure. Does nothing after `end`. */
  close(): void {
    this.#orders.close();
    this.#parts.close();
  }

  #divide(): void {
    this.#isDivided = true;
    for (const path of this.#orders.end().flatMap(({ paths }) => paths)) {
      eachLine([path], (line) => {
        const head = lineHead(line);
        if (head !== undefined) this.#parts.add(partitionKey(head.stream, ''), line);
      });
      rmSync(path);
    }
  }
}

/**
 * The number of further hexadecimal digits of the order id by which a group of orders (a partition)
 * is divided. Two digits make 256 smaller groups.
 */
const digits = 2;

/**
 * Returns the key of the partition, the group of streams to which a stream belongs. Orders are
 * grouped by the first digits of their ids, because these digits are evenly distributed. If a group
 * is divided further, `prefix` is the digits that all its ids have in common.
 */
export const partitionKey = (stream: string, prefix: string): string => {
  if (!stream.startsWith(orderStreamPrefix)) return otherStreams;
  const length = prefix.length + digits;
  const key = stream.slice(orderStreamPrefix.length, orderStreamPrefix.length + length);
  // Only a forged stream has a shorter id. Such an id would get the key of the group that is being
  // divided, and this group would be divided without end.
  return key.length === length && hex.test(key) ? key : otherStreams;
};

/**
 * Key of the partition with all streams that are not orders. There are few of them: one for each
 * store and currency, and some for the whole ledger, such as the seals.
 */
export const otherStreams = 'others';

/**
 * Largest size of a partition (a group of streams that is checked at once), in bytes of its files.
 * A larger partition is divided again, because parsed events take several times as much memory.
 */
export const partitionBytesMax = 8 * 1_024 * 1_024;

/**
 * Groups of orders are divided until the order ids of a group have this number of first digits in
 * common. Longer prefixes would help only if somebody made many order ids that begin with the same
 * digits.
 */
export const prefixLengthMax = 8;

const hex = /^[0-9a-f]+$/;

/** Prefixes of order ids, `00` to `ff`: a group of orders is divided into 256 smaller groups. */
export const childPrefixes = Array.from({ length: 16 ** digits }, (_, index) =>
  index.toString(16).padStart(digits, '0'),
);

/**
 * Yields the shortest prefixes of order ids that do not occur in the log. `covered` has the
 * prefixes that do occur. Orders of the read model whose ids begin with a yielded prefix are not in
 * the log.
 */
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

type OnLine = (line: Line, head: LineHead) => void;

/**
 * Holds the lines of one partition (group of streams) at a time. Each worker thread loads this
 * module itself, so no two threads share the buffer.
 */
const partitionBuffer = Buffer.allocUnsafeSlow(partitionBytesMax);

/**
 * Reads all files of a partition (a group of streams) into one buffer, at most `partitionBytesMax`
 * bytes. The content is valid until the next partition is read.
 */
const wholeOf = (paths: readonly string[]): Buffer => {
  let length = 0;
  for (const path of paths) {
    for (const chunk of fileChunks(path)) length += chunk.copy(partitionBuffer, length);
  }
  return partitionBuffer.subarray(0, length);
};

/**
 * Calls `onLine` for all lines (events) of a partition, one stream after another, so that the state
 * of an order can be freed when the next order begins.
 */
export const eachLineByStream = ({ paths }: SpilledPartition, onLine: OnLine): void => {
  const buffer = wholeOf(paths);
  const streams = new Map<string, number[]>();
  for (let start = 0; start < buffer.length;) {
    const end = buffer.indexOf(lineFeed, start);
    const stream = streamOfLine({ buffer, start, end });
    const places = stream === undefined ? undefined : streams.get(stream);
    if (places !== undefined) places.push(start, end);
    else if (stream !== undefined) streams.set(stream, [start, end]);
    start = end + 1;
  }
  // The beginning of each line, with its position and revision, is parsed a second time. Keeping
  // the parsed values of all lines would cost more: each garbage collection would copy them.
  for (const places of streams.values()) {
    for (let index = 0; index < places.length; index += 2) {
      const line = { buffer, start: places[index] as number, end: places[index + 1] as number };
      const head = lineHead(line);
      if (head !== undefined) onLine(line, head);
    }
  }
};

/**
 * Calls `onLine` for all lines (events) in the order of the log. Used for a group of streams that
 * is too large for memory and cannot be divided.
 */
export const eachLineInOrder = (part: SpilledPartition, onLine: OnLine): void => {
  eachLine(part.paths, (line) => {
    const head = lineHead(line);
    if (head !== undefined) onLine(line, head);
  });
};
