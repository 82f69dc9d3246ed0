import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { eachLine } from '../lines/each-line.js';
import { lineHead } from '../lines/line-head.js';
import type { Line } from '../lines/line-head.js';
import { otherStreams, partitionBytesMax, partitionKey } from './part-key.js';
import { PartitionWriter } from './spill.js';
import type { SpilledPartition } from './spill.js';

/** The part that has all orders of a log that is not divided: the beginning that all ids have. */
const undivided = '';

/**
 * Writes a log to files for the look at its streams: all orders to one while they are one part's, and divided among 256
 * once they are more. For a small log 256 parts would cost more than its events.
 */
export class LogPartitioner {
  readonly #orders: PartitionWriter;
  readonly #parts: PartitionWriter;
  #bytes = 0;
  #isDivided: boolean;

  /** `isDivided`: from the beginning, because there is more than these files will have. */
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

  /** Closes the files. */
  end(): SpilledPartition[] {
    return [...this.#orders.end(), ...this.#parts.end()];
  }

  /** Closes the files of a log whose reading was given up; nothing after `end`. */
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
