import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { assertLog, LogMismatch, streamOf, UnreadableEvent } from '#event-log';
import type { EventStore, LogAnchor, OrderRepository } from '#event-log';
import { damagedStreamsCount, damageOfOrder, readAnchor } from '#read-models';
import type { Logger } from '#runtime';

export interface LedgerStateParts {
  readonly pool: Pool;
  readonly eventStore: EventStore;
  readonly orders: Pick<OrderRepository, 'forget'>;
  readonly logger: Logger;
}

const lookMs = 1_000;

/**
 * Whether the log is the one that the read models were made from, and what in it is damaged. Asked before anything is
 * decided; what PostgreSQL says of it is looked at every second.
 */
export class LedgerState {
  readonly #stopping = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #anchor: LogAnchor = { position: -1n };
  #damagedStreams = 0;
  #mismatch: LogMismatch | undefined;

  constructor(private readonly parts: LedgerStateParts) {}

  /** How many streams are damaged, as of the last look. */
  get damagedStreams(): number {
    return this.#damagedStreams;
  }

  async start(): Promise<void> {
    await this.#look();
    this.parts.eventStore.proveBy(() => this.assertLog());
    this.#looking = this.#lookAgainAndAgain();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
  }

  /**
   * Throws `LogMismatch` if the log is another one, and what the store throws if it does not answer. While PostgreSQL is away
   * the log is held against what was known last.
   */
  async assertLog(): Promise<void> {
    const { eventStore, pool, orders, logger } = this.parts;
    this.#anchor = await readAnchor(pool).catch(() => this.#anchor);
    try {
      await assertLog(eventStore, this.#anchor);
      if (this.#mismatch !== undefined) logger.info('the event log matches the read models again');
      this.#mismatch = undefined;
    } catch (error) {
      if (error instanceof LogMismatch) {
        orders.forget();
        eventStore.doubt();
        if (this.#mismatch?.message !== error.message) logger.error({ err: error }, error.message);
        this.#mismatch = error;
      }
      throw error;
    }
  }

  /** Throws `UnreadableEvent` if the order is damaged. */
  async assertSound(orderId: string): Promise<void> {
    if (this.#damagedStreams === 0) return;
    const damage = await damageOfOrder(this.parts.pool, orderId);
    if (damage === undefined) return;
    const { revision, eventType: type, reason } = damage;
    throw new UnreadableEvent(
      { streamId: streamOf(orderId), revision: Number(revision), type },
      reason,
    );
  }

  async #lookAgainAndAgain(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await delay(lookMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      // What was known last holds while PostgreSQL is away.
      await this.#look().catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const { pool } = this.parts;
    const [anchor, damaged] = await Promise.all([readAnchor(pool), damagedStreamsCount(pool)]);
    this.#anchor = anchor;
    if (damaged > this.#damagedStreams)
      this.parts.logger.error({ damaged }, 'streams of the log are damaged: ledger order damaged');
    this.#damagedStreams = damaged;
  }
}
