import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { actsFor } from '#access';
import type { Caller } from '#access';
import { assertLog, LogMismatch, streamOf, UnreadableEvent } from '#event-log';
import type { EventStore, LedgerIdentity, LogAnchor, OrderRepository } from '#event-log';
import {
  damagedStreams,
  damagedStreamsCount,
  damageOfOrder,
  readAnchor,
  storeOfDamaged,
} from '#read-models';
import type { DamagedStream } from '#read-models';
import type { Logger } from '#runtime';

export interface LedgerStateDependencies {
  readonly pool: Pool;
  readonly eventStore: EventStore;
  readonly orders: Pick<OrderRepository, 'forget'>;
  readonly identity: Pick<LedgerIdentity, 'renew' | 'isKnown' | 'start'>;
  readonly logger: Logger;
}

/**
 * A damaged order whose damage must be hidden from the caller, because the order belongs to another
 * client's store.
 */
export interface HiddenOrder {
  /** The order's status in the read models. Absent if they do not contain the order. */
  readonly status?: string;
}

const lookMs = 1_000;
/**
 * The number of damaged streams that are kept in memory. If there are more, PostgreSQL is asked for
 * each order.
 */
const damagesMax = 1_000;

/**
 * Guards every decision: checks that the event log is the one from which the read models were
 * built, and that the order's stream is not damaged. The data for both checks is read from
 * PostgreSQL every second.
 */
export class LedgerState {
  readonly #stopping = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #anchor: LogAnchor = { position: -1n };
  /**
   * The last event of the read models that was found in the log. If the log is replaced, the new
   * one lacks this event.
   */
  #trusted: LogAnchor = { position: -1n };
  #damagedStreams = 0;
  #damages: readonly DamagedStream[] = [];
  #mismatch: LogMismatch | undefined;

  constructor(private readonly parts: LedgerStateDependencies) {}

  /** The number of damaged streams when PostgreSQL was last read. */
  get damagedStreams(): number {
    return this.#damagedStreams;
  }

  async start(): Promise<void> {
    await this.#look();
    this.parts.eventStore.proveBy(() => this.#proveLog());
    this.#looking = this.#lookAgainAndAgain();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
  }

  /**
   * Checks that the log contains the last event of the read models (the anchor). While PostgreSQL
   * cannot be reached, the last known anchor is used.
   *
   * @throws LogMismatch if the read models were built from another log, or the event store's error
   * if it does not answer
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

  /**
   * Waits until the log is known to be the right one; usually this resolves at once. An operator
   * may have replaced the log and rebuilt the read models since the last check. The orders in this
   * process's memory would then be wrong, so every decision waits here first.
   */
  async proved(): Promise<void> {
    await this.parts.eventStore.proved();
  }

  /**
   * Checks that the order is not damaged. An order needs no query as long as all damaged streams
   * fit in memory.
   *
   * @throws UnreadableEvent if the order is damaged
   */
  async assertSound(orderId: string): Promise<void> {
    const known = this.#damages.find((damage) => damage.orderId === orderId);
    const areAllKnown = this.#damages.length === this.#damagedStreams;
    if (known === undefined && areAllKnown) return;
    // Asks again, because the order may have been repaired since the damaged streams were read.
    const damage = await damageOfOrder(this.parts.pool, orderId).catch((error: unknown) => {
      if (known === undefined) throw error;
      return known;
    });
    if (damage === undefined) return;
    const { revision, eventType: type, reason } = damage;
    throw new UnreadableEvent(
      { streamId: streamOf(orderId), revision: Number(revision), type },
      reason,
    );
  }

  /**
   * Decides whether the damage of an order must be hidden from the caller. The damage is hidden
   * unless the order is known to belong to one of the caller's stores. If the damage is hidden, the
   * result holds the order's status. Otherwise, or if `error` is about something else, the result
   * is `undefined`.
   */
  async hiddenDamage(
    error: unknown,
    caller: Caller,
    orderId: string,
  ): Promise<HiddenOrder | undefined> {
    if (!(error instanceof UnreadableEvent) || error.place.streamId !== streamOf(orderId))
      return undefined;
    const found = await storeOfDamaged(this.parts.pool, orderId).catch((reason: unknown) => {
      const known = this.#damages.find((damage) => damage.orderId === orderId);
      if (known === undefined) throw reason;
      return { ...known, status: undefined };
    });
    const { storeId, status } = found;
    if (storeId !== undefined && actsFor(caller, storeId)) return undefined;
    return status === undefined ? {} : { status };
  }

  async #proveLog(): Promise<void> {
    const { eventStore, identity, logger, orders } = this.parts;
    const before = this.#trusted;
    await this.assertLog();
    const isSame = await assertLog(eventStore, before).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof LogMismatch)) throw error;
        return false;
      },
    );
    if (!isSame) {
      logger.warn('the event log was replaced by another one');
      orders.forget();
    }
    await identity.renew();
    // Not awaited, because `start` waits for the proof that is being made here. Both would wait for
    // each other.
    if (!identity.isKnown)
      void identity.start((error) => {
        logger.warn({ err: error }, 'the identity of the ledger could not be read');
      });
    this.#trusted = this.#anchor;
  }

  async #lookAgainAndAgain(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await delay(lookMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      // If PostgreSQL cannot be reached, the last known state stays valid.
      await this.#look().catch(() => undefined);
      await this.proved().catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const { pool } = this.parts;
    const [anchor, damaged] = await Promise.all([readAnchor(pool), damagedStreamsCount(pool)]);
    this.#anchor = anchor;
    if (!this.parts.eventStore.isDoubtful) this.#trusted = anchor;
    if (damaged > this.#damagedStreams)
      this.parts.logger.error(
        { damaged },
        'streams of the log are damaged; list them with `ledger order damaged`',
      );
    this.#damages = damaged === 0 ? [] : await damagedStreams(pool, { limit: damagesMax });
    this.#damagedStreams = Math.max(damaged, this.#damages.length);
  }
}
