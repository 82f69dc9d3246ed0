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

/** An order of a store that the caller does not act for. */
export interface HiddenOrder {
  /** The status that the read models show; absent if they do not have the order. */
  readonly status?: string;
}

const lookMs = 1_000;
/**
 * The most damaged streams that are kept in memory. If there are more, PostgreSQL is asked about
 * each order.
 */
const damagesMax = 1_000;

/**
 * Checks that the log is the one from which the read models were made, and knows the log's damaged
 * streams. Every decision asks here first. The state is read from PostgreSQL every second.
 */
export class LedgerState {
  readonly #stopping = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #anchor: LogAnchor = { position: -1n };
  /** The last position at which the log was proved to be the one of the read models. */
  #trusted: LogAnchor = { position: -1n };
  #damagedStreams = 0;
  #damages: readonly DamagedStream[] = [];
  #mismatch: LogMismatch | undefined;

  constructor(private readonly parts: LedgerStateDependencies) {}

  /** The number of damaged streams at the last look. */
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
   * Throws `LogMismatch` if the log is not the one from which the read models were made, or the
   * event store's error if the store does not answer. While PostgreSQL is away, the log is compared
   * with the last known anchor.
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
   * Resolves at once unless the log is in doubt. Every decision that this process makes from memory
   * waits for this, because between two checks an operator may have put another log in place and
   * made the read models from it.
   */
  async proved(): Promise<void> {
    await this.parts.eventStore.proved();
  }

  /**
   * Throws `UnreadableEvent` if the order is damaged. A sound order needs no query here, as long as
   * all damaged streams are in memory.
   */
  async assertSound(orderId: string): Promise<void> {
    const known = this.#damages.find((damage) => damage.orderId === orderId);
    const areAllKnown = this.#damages.length === this.#damagedStreams;
    if (known === undefined && areAllKnown) return;
    // The order may have been repaired since the damages were read.
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
   * Returns what is known of a damaged order if `error` is about its damage and the caller must not
   * learn of it, because the order is not known to be of one of the caller's stores. Undefined for
   * any other error.
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
      logger.warn('another event log has taken the place of the one that was there');
      orders.forget();
    }
    await identity.renew();
    // Not awaited: reading the identity itself waits for the proof that this method is making.
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
      // The last known state holds while PostgreSQL is away.
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
      this.parts.logger.error({ damaged }, 'streams of the log are damaged: ledger order damaged');
    this.#damages = damaged === 0 ? [] : await damagedStreams(pool, { limit: damagesMax });
    this.#damagedStreams = Math.max(damaged, this.#damages.length);
  }
}
