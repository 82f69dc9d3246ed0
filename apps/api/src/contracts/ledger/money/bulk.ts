import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { FairShares } from '#runtime';
import { type ErrorAnswer, HttpError } from '../../../contract-kit/http-error.js';
import {
  bulkEndsAtStop,
  bulkLimits,
  type BulkLimits,
  type BulkResult,
  lineStalled,
  noMoreBulks,
  refusedLine,
  tooManyLines,
} from './bulk-result.js';
import { type BodyLine, LineSplitter } from './line-splitter.js';
import { OrderedWindow } from './ordered-window.js';

/** Does the work for each line of a bulk, such as a capture. */
export interface LineWork {
  /** Begins to handle the line at once, so that lines are begun in their order. Never rejects. */
  answer(line: BodyLine): Promise<BulkResult>;
  /**
   * Called before each line. Returns the reason why this line and all later lines are not read;
   * `undefined` if the line is read.
   */
  refusal(): Promise<ErrorAnswer | undefined>;
}

const textOf = (result: BulkResult): string => `${JSON.stringify(result)}\n`;

/**
 * Reads the lines of a request body and streams back one answer for each line. Only a limited
 * number of lines is handled at a time. While the caller does not read answers, the body is not
 * read further. If the body is not read to its end, the last answer says why and from which line
 * on.
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

  /**
   * Stops reading the body. The lines read so far are still answered, and a last answer gives the
   * reason. Does nothing if the body was already read to its end.
   */
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
      // A caller that has disconnected cannot receive an error, so none is reported.
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

  /**
   * Ends a bulk in which nothing happens. If the caller reads answers but sends no line, the last
   * answer says so. If the caller reads no answers either, the connection is closed, because the
   * caller would not read an error.
   */
  #onIdle(): void {
    this.#idle.refresh();
    if (this.#isAskedForMore) this.endReading(lineStalled(this.limits.idleMs));
    else this.destroy();
  }
}

const nobody = (): void => undefined;

/** The caller disconnected before it had sent the whole body. */
export class BodyBrokeOff extends Error {
  override readonly name = 'BodyBrokeOff';
}

/**
 * Reads the chunks of a body one by one, as fast as the calling code takes them. A plain `for
 * await` over the stream has two drawbacks. The loop cannot be stopped while it waits for a chunk.
 * And it destroys the stream at its end, although the answer must still be sent on the same
 * connection.
 */
export class BodyChunks {
  #isStopped = false;
  #wake = nobody;

  constructor(private readonly body: Readable) {
    const wake = (): void => {
      this.#wake();
    };
    body.on('readable', wake).once('end', wake).once('close', wake).once('error', wake);
  }

  /** Makes `next()` return undefined from now on, even if it is waiting for a chunk. */
  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  /**
   * The next chunk of the body; `undefined` after the last one or after `stop`. Rejects with
   * `BodyBrokeOff` if the caller went away.
   */
  async next(): Promise<Buffer | undefined> {
    for (;;) {
      if (this.#isStopped) return undefined;
      const chunk = this.body.read() as Buffer | null;
      if (chunk !== null) return chunk;
      if (this.body.readableEnded) return undefined;
      if (this.body.destroyed) throw new BodyBrokeOff();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/**
 * The bulks of this process. The number of bulks is limited and shared fairly among clients. When
 * the process stops, each bulk answers the lines that it has read and then says that it stops.
 */
@Injectable()
export class RunningBulks implements OnModuleDestroy {
  readonly #bulks = new Set<Bulk>();
  readonly #places = new FairShares(bulkLimits.atOnce);
  #isStopping = false;

  /**
   * Begins a bulk.
   *
   * @throws HttpError 503 if too many bulks are running, in total or for this client, or if the
   * process is stopping
   */
  begin(client: string, bulk: () => Bulk): Bulk {
    if (this.#isStopping || !this.#places.tryEnter(client)) {
      throw new HttpError(noMoreBulks);
    }
    const begun = bulk();
    this.#bulks.add(begun);
    begun.once('close', () => {
      this.#bulks.delete(begun);
      this.#places.leave(client);
    });
    return begun;
  }

  /**
   * Ends the bulks before Nest closes the HTTP server, because closing waits until no answer is
   * open any more.
   */
  onModuleDestroy(): void {
    this.#isStopping = true;
    for (const bulk of this.#bulks) bulk.endReading(bulkEndsAtStop);
  }
}
