import { eachLine, fileChunks } from '../lines/line-splitter.js';
import { lineHead, streamOfLine, type Line, type LineHead } from '../lines/event-line.js';
import { partitionBytesMax, type SpilledPartition } from './log-partitions.js';

type OnLine = (line: Line, head: LineHead) => void;

/** One for each thread, used for one partition after another. */
const partitionBuffer = Buffer.allocUnsafeSlow(partitionBytesMax);

/**
 * The content of the files one after another, at most `partitionBytesMax`. Valid until the next
 * partition is read.
 */
const wholeOf = (paths: readonly string[]): Buffer => {
  let length = 0;
  for (const path of paths) {
    for (const chunk of fileChunks(path)) length += chunk.copy(partitionBuffer, length);
  }
  return partitionBuffer.subarray(0, length);
};

/**
 * Calls `onLine` with the lines of a partition, stream by stream. An order's state is then garbage
 * when the next order begins, and never grows old in memory.
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
  // Only places are kept, and heads are read again: kept heads would survive many garbage
  // collections.
  for (const places of streams.values()) {
    for (let index = 0; index < places.length; index += 2) {
      const line = { buffer, start: places[index] as number, end: places[index + 1] as number };
      const head = lineHead(line);
      if (head !== undefined) onLine(line, head);
    }
  }
};

/** Calls `onLine` in the order of the log, for a large partition that cannot be divided. */
export const eachLineInOrder = (part: SpilledPartition, onLine: OnLine): void => {
  eachLine(part.paths, (line) => {
    const head = lineHead(line);
    if (head !== undefined) onLine(line, head);
  });
};

const lineFeed = 10;
