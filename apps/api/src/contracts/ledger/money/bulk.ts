import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ErrorAnswer } from '../../../contract-kit/http-error.js';
import { BodyBrokeOff, BodyChunks } from './body-chunks.js';
import {
  lineStalled,
  tooManyLines,
  type BulkLimits,
  refusedLine,
  type BulkResult,
} from './bulk-result.js';
import { LineSplitter, type BodyLine } from './line-splitter.js';
import { OrderedWindow } from './ordered-window.js';

/** What is done with the lines. */
export interface LineWork {
  /** Begins at once, so that lines are begun in their order. Never rejects. */
  answer(line: BodyLine): Promise<BulkResult>;
  /** Asked before every line: why it and those after it are not read; `undefined` if they are. */
  refusal(): Promise<ErrorAnswer | undefined>;
}

const textOf = (result: BulkResult): string => `${JSON.stringify(result)}\n`;

/**
 * Reads lines of a body, has them worked on, a bounded number at a time, and is itself the stream of their answers. What is
 * not taken of it stops the reading of the body. It ends with the body's last answer, or with a line that says from which
 * line on nothing was read, and why.
 */
export class Bulk extends Readable {
  readonly #chunks: BodyChunks;
  readonly #splitter: LineSplitter;
  readonly #window: OrderedWindow<BulkResult>;
  readonly #idle: NodeJS.Timeout;
  #lines = 0;
  #lastNumber = 0;
  #isRead = false;
  #isAskedForMore = false;
  #ending: ErrorAnswer | undefined;

  constructor(
    body: Readable,
    private readonly work: LineWork,
    private readonly limits: BulkLimits,
  ) {
    super({ highWaterMark: 16 * 1024 });
    this.#chunks = new BodyChunks(body);
    this.#splitter = new LineSplitter(limits.lineBytesMax);
    this.#window = new OrderedWindow({
      placesMax: limits.windowLinesMax,
      weightMax: limits.windowBytesMax,
    });
    this.#idle = setTimeout(this.#onIdle.bind(this), limits.idleMs);
    void this.#readBody();
  }

  /** Reads no further: what was read is answered, then a line says why it ends there. Without effect on one that was read. */
  endReading(why: ErrorAnswer): void {
    if (this.#isRead || this.#ending !== undefined) return;
    this.#ending = why;
    this.#chunks.stop();
  }

  override _read(): void {
    this.#isAskedForMore = true;
    this.#idle.refresh();
    void this.#answer();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#idle);
    this.#chunks.stop();
    this.#window.close();
    done(error);
  }

  async #readBody(): Promise<void> {
    try {
      for (;;) {
        const chunk = await this.#chunks.next();
        if (chunk === undefined) break;
        await this.#begin(this.#splitter.split(chunk));
      }
      await this.#begin(this.#splitter.end());
      this.#isRead = true;
      this.#window.close();
    } catch (error) {
      // If the caller went away nobody is there to be answered, and the line it was about to say is not read.
      this.destroy(error instanceof BodyBrokeOff ? undefined : (error as Error));
    }
  }

  async #begin(lines: Iterable<BodyLine>): Promise<void> {
    for (const line of lines) {
      await this.#window.room();
      const refusal = await this.work.refusal();
      if (refusal !== undefined) this.endReading(refusal);
      if (this.#lines === this.limits.linesMax) this.endReading(tooManyLines(this.#lines));
      if (this.#ending !== undefined || this.destroyed) return;
      this.#lines += 1;
      this.#lastNumber = line.number;
      this.#idle.refresh();
      this.#window.add(this.work.answer(line), line.bytes?.length ?? 0);
      if (this.#lines % this.limits.linesPerTurn === 0) await nextTurn();
    }
  }

  async #answer(): Promise<void> {
    const results = await this.#window.take();
    this.#isAskedForMore = false;
    if (this.destroyed) return;
    if (results.length > 0) this.push(results.map(textOf).join(''));
    else {
      if (this.#ending) this.push(textOf(refusedLine(this.#lastNumber + 1, this.#ending)));
      this.push(null);
    }
  }

  /** Either no line has come for long, or the caller takes no answers: then there is no way to tell it. */
  #onIdle(): void {
    this.#idle.refresh();
    if (this.#isAskedForMore) this.endReading(lineStalled(this.limits.idleMs));
    else this.destroy();
  }
}
