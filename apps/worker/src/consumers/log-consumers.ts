import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import {
  type Checkpoint,
  type CheckpointMove,
  type EventStore,
  LogConsumer,
  type LogConsumerOptions,
  SharedLog,
  type StoredPage,
} from '#event-log';
import { type Logger, ThrottledWarnings } from '#runtime';
import { eventStoreToken, loggerToken, poolToken } from '../connections/connections.module.js';
import { ConsumerMetrics } from '../metrics/work-metrics.js';
import { PostgresCheckpoint } from './postgres-checkpoint.js';

/** The most events that one of the worker's log consumers receives at a time, as a page. */
export const pageSize = 1_000;

type StoredPageConsumer = Pick<LogConsumerOptions<StoredPage>, 'name' | 'handle'> &
  Partial<Pick<ThrottledCheckpointOptions, 'beforeMoving'>>;

/**
 * Makes the worker's log consumers. Each one receives the events of the log and has a separate
 * checkpoint.
 */
@Injectable()
export class LogConsumers {
  readonly #warnings: ThrottledWarnings;

  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    @Inject(poolToken) private readonly pool: Pool,
    @Inject(loggerToken) logger: Logger,
    private readonly log: SharedLog,
    private readonly metrics: ConsumerMetrics,
  ) {
    this.#warnings = new ThrottledWarnings(logger);
  }

  /** Makes a consumer and adds its lag to the metrics. */
  make({ name, handle, beforeMoving }: StoredPageConsumer): LogConsumer<StoredPage> {
    const stored = new PostgresCheckpoint(this.pool, name);
    const consumer = new LogConsumer(this.eventStore, {
      ...{ name, subscribe: this.log.followLog, pageSize, handle },
      checkpoint: new ThrottledCheckpoint(stored, {
        beforeMoving: beforeMoving ?? (() => Promise.resolve()),
      }),
      onFailure: (error) => {
        const message = 'the log could not be read for a consumer; trying again';
        this.#warnings.warn({ err: error, consumer: name }, message);
      },
    });
    this.metrics.watch(consumer);
    return consumer;
  }
}

export interface ThrottledCheckpointOptions {
  /**
   * Called before the checkpoint moves past events, to store the work that these events require but
   * that is not finished yet. Otherwise a crash would lose this work.
   */
  readonly beforeMoving: () => Promise<void>;
  readonly everyMs?: number;
}

/**
 * A checkpoint that is written at most once a second, because a write after each page (batch of
 * events) would be more work for PostgreSQL. After a crash the consumer handles about one second of
 * the log again.
 */
export class ThrottledCheckpoint implements Checkpoint {
  readonly #checkpoint: Required<Checkpoint>;
  readonly #beforeMoving: () => Promise<void>;
  readonly #everyMs: number;
  #saved: { readonly position: bigint; readonly at: number } | undefined;

  constructor(
    checkpoint: Required<Checkpoint>,
    { beforeMoving, everyMs = 1_000 }: ThrottledCheckpointOptions,
  ) {
    this.#checkpoint = checkpoint;
    this.#beforeMoving = beforeMoving;
    this.#everyMs = everyMs;
  }

  async load(): Promise<bigint | undefined> {
    this.#saved = undefined;
    return this.#checkpoint.load();
  }

  async save({ after, position }: CheckpointMove): Promise<void> {
    const now = performance.now();
    // After a start, the first batch of events begins right after the position in the database, so
    // that position equals `after`.
    this.#saved ??= { position: after, at: -Infinity };
    if (now < this.#saved.at + this.#everyMs) return;
    await this.#beforeMoving();
    await this.#checkpoint.save({ after: this.#saved.position, position });
    this.#saved = { position, at: now };
  }
}
