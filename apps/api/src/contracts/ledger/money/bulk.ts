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

/** Handles the lines of a bulk. */
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
 * Reads the lines of a body, handles a limited number of them at a time, and is the stream of their
 * answers. While the caller reads no answers, no more of the body is read. The stream ends with the
 * last answer, or with a line that says from which line on nothing was read, and why.
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
   * Stops reading the body: the lines that were read are answered, then a last line says why.
   * Without effect if the whole body was read.
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
      // If the caller went away, nobody is left to be answered, and nobody would receive an error.
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
   * Ends a bulk whose caller has sent no line for too long. A caller that reads no answers could
   * not read the error either: its connection is closed.
   */
  #onIdle(): void {
    this.#idle.refresh();
    if (this.#isAskedForMore) this.endReading(lineStalled(this.limits.idleMs));
    else this.destroy();
  }
}

const nobody = (): void => undefined;

/** The caller went away before its body was whole. */
export class BodyBrokeOff extends Error {
  override readonly name = 'BodyBrokeOff';
}

/**
 * The chunks of a body, read no faster than they are taken. Unlike a stream's own iterator, this
 * class can be stopped while it waits for a chunk, and it leaves the stream open, since the answer
 * still goes out on the same connection.
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

  /** Stops: `next()` gives no further chunk. */
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
 * The bulks of this process. Their number is limited, places are shared fairly by client, and the
 * bulks end in good order when the process stops.
 */
@Injectable()
export class RunningBulks implements OnModuleDestroy {
  readonly #bulks = new Set<Bulk>();
  readonly #places = new FairShares(bulkLimits.atOnce);
  #isStopping = false;

  /**
   * Begins a bulk, unless too many bulks run, in total or for this client, or the process stops.
   *
   * @throws HttpError 503
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

  /** Nest calls this before the server closes, which waits for open answers. */
  onModuleDestroy(): void {
    this.#isStopping = true;
    for (const bulk of this.#bulks) bulk.endReading(bulkEndsAtStop);
  }
}
