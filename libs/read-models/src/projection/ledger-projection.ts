import type { ClientBase } from 'pg';
import { isUuid } from '#ledger';
import {
  isDamaged,
  orderStream,
  settlementStream,
  type StreamDamage,
} from '../tables/damaged-streams.js';
import { preparePlans } from '../sql/query.js';
import {
  type Checkpoint,
  lockCheckpoint,
  moveCheckpoint,
  readPosition,
  renewCheckpoint,
} from './checkpoint.js';
import { OrderCache, type OrderState } from './order-state.js';
import { type KnownDamages, pageChanges, type PageChanges } from './page-changes.js';
import { type ProjectedEvent, ProjectionGap, type ProjectionPage } from './projection-page.js';
import { halves, isRefusedByDatabase, withoutLast } from './split-page.js';
import { noCustomers, writeCustomers, type CustomerOpener } from '../tables/order-customers.js';
import { loadStates } from '../tables/orders.js';
import { writeSettlements } from '../tables/settlements.js';
import { pageStatements } from '../tables/rebuilt-tables.js';

const cachedRowsMax = 200_000;

export interface OrderProjectionOptions {
  /**
   * The most rows of orders kept in memory; an order's attributes count as rows. Default 200,000,
   * about 100 MB.
   */
  readonly cachedRowsMax?: number;
  /**
   * True if the reads that wait for a position are notified (`pg_notify`) after each group of
   * events that was applied. Default true.
   */
  readonly announce?: boolean;
  /**
   * Decrypts the customers of orders. Without it, an order with a customer stops the projection.
   */
  readonly customers?: CustomerOpener;
}

/**
 * Applies the log to the read models of orders and settlements in pages of consecutive events. The
 * rows of a page and the position up to which the log is applied (the checkpoint) are written in
 * one transaction. A page that this or another projection has applied before changes nothing. Use
 * one projection for each connection, and apply one page at a time.
 */
export class LedgerProjection {
  readonly #cache: OrderCache;
  readonly #announce: boolean;
  readonly #customers: CustomerOpener;
  #prepared: Promise<void> | undefined;
  /**
   * The position and its time stamp that this projection wrote last. While the database still has
   * both, no other process has changed the read models, and the cached orders are up to date.
   */
  #left: Checkpoint | undefined;

  /**
   * The client should have `pipeline: true`, so that all statements for a page of events take one
   * round trip.
   */
  constructor(
    private readonly client: ClientBase,
    options: OrderProjectionOptions = {},
  ) {
    this.#announce = options.announce ?? true;
    this.#customers = options.customers ?? noCustomers;
    this.#cache = new OrderCache(options.cachedRowsMax ?? cachedRowsMax);
  }

  /** The position up to which the log is applied; -1 if nothing is applied yet. */
  async checkpoint(): Promise<bigint> {
    return readPosition(this.client);
  }

  /**
   * Applies a page of events and returns the streams that were found damaged.
   *
   * If PostgreSQL refuses the values of an event, it would refuse them at every attempt, and the
   * event would block all later events. So a refused page is split in halves until the faulty event
   * is found. The stream of this event is then recorded as damaged and no longer applied.
   *
   * @throws ProjectionGap if events are missing between the stored position and the page
   */
  async apply(page: ProjectionPage): Promise<readonly StreamDamage[]> {
    await (this.#prepared ??= preparePlans(this.client));
    try {
      return await this.#applyWithin(page);
    } catch (error) {
      this.#left = undefined;
      await this.client.query('ROLLBACK').catch(() => undefined);
      if (!isRefusedByDatabase(error)) throw error;
      const apart = halves(page);
      if (apart === undefined) return this.#applyAlone(withoutLast(page, error), error);
      const [first, second] = apart;
      return [...(await this.apply(first)), ...(await this.apply(second))];
    }
  }

  /**
   * Applies a page again that PostgreSQL refused, with its only event marked as damaged by
   * `withoutLast`. If the page has no event, the error has another cause and is thrown.
   */
  async #applyAlone(
    page: ProjectionPage | undefined,
    error: unknown,
  ): Promise<readonly StreamDamage[]> {
    if (page === undefined) throw error;
    return this.apply(page);
  }

  async #applyWithin(page: ProjectionPage): Promise<readonly StreamDamage[]> {
    const checkpoint = await this.#begin();
    if (page.after > checkpoint.position)
      throw new ProjectionGap(
        `The page follows ${page.after}, but the checkpoint is at ${checkpoint.position}`,
      );
    if (!isSame(this.#left, checkpoint)) this.#cache.clear();
    const { events, settlements, damages: found } = newIn(page, checkpoint);
    const before = await this.#damagedBefore(checkpoint, { events, settlements });
    const changes = await this.#changes(events, { found, before });
    const shown = settlements.filter(
      ({ data, position }) =>
        !isDamaged({ streamId: settlementStream(data), position }, found, before),
    );
    // No erasure can destroy a customer's key meanwhile, because an erasure waits for the lock on
    // the read models' position, which this transaction holds.
    const customers = await writeCustomers(this.client, changes.events, this.#customers);
    // COMMIT is sent together with the statements. If one of them fails, PostgreSQL rolls back
    // instead.
    const [left] = await Promise.all([
      this.#advance(checkpoint, page),
      ...[...pageStatements(changes), ...customers, ...writeSettlements(shown)].map(
        async ({ name, text, values }) => this.client.query({ name, text, values: [...values] }),
      ),
      this.client.query('COMMIT'),
    ]);
    for (const [orderId, { after }] of changes.orders) this.#cache.put(orderId, after);
    this.#left = left;
    return changes.damages.filter(({ streamId }) => !before.has(streamId));
  }

  /** Returns those streams of this page that have had a damaged event before this page. */
  async #damagedBefore(
    { hasDamages }: Checkpoint,
    { events, settlements }: Pick<Required<ProjectionPage>, 'events' | 'settlements'>,
  ): Promise<ReadonlySet<string>> {
    if (!hasDamages) return new Set();
    const streams = new Set([
      ...events.map(({ data }) => orderStream(data.orderId)),
      ...settlements.map(({ data }) => settlementStream(data)),
    ]);
    const { rows } = await this.client.query<{ stream_id: string }>({
      name: 'damaged-before',
      text: 'SELECT stream_id FROM damaged_streams WHERE stream_id = ANY ($1)',
      values: [[...streams]],
    });
    return new Set(rows.map(({ stream_id }) => stream_id));
  }

  /**
   * Begins the transaction. Commits do not wait for the disk: if PostgreSQL crashes, the newest
   * changes are lost together with the newest position, and are then applied again from the log.
   */
  async #begin(): Promise<Checkpoint> {
    const [, checkpoint] = await Promise.all([
      this.client.query('BEGIN; SET LOCAL synchronous_commit = off'),
      lockCheckpoint(this.client),
    ]);
    return checkpoint;
  }

  async #changes(events: readonly ProjectedEvent[], damages: KnownDamages): Promise<PageChanges> {
    const known = new Map<string, OrderState>();
    const unknown = new Set<string>();
    for (const { data } of events) {
      const cached = this.#cache.get(data.orderId);
      if (cached !== undefined) known.set(data.orderId, cached);
      else unknown.add(data.orderId);
    }
    for (const { orderId } of damages.found ?? []) {
      if (orderId !== undefined && !known.has(orderId)) unknown.add(orderId);
    }
    for (const state of await loadStates(this.client, [...unknown].filter(isUuid)))
      known.set(state.balance.orderId, state);
    return pageChanges(events, known, damages);
  }

  async #advance(checkpoint: Checkpoint, page: ProjectionPage): Promise<Checkpoint> {
    if (page.position > checkpoint.position)
      return moveCheckpoint(this.client, { ...page, announce: this.#announce });
    if (page.position === checkpoint.position) await renewCheckpoint(this.client, page);
    return checkpoint;
  }
}

/**
 * The events of a page that come after the stored position; all earlier events were applied before.
 */
const newIn = (
  { after, events, settlements = [], damages = [] }: ProjectionPage,
  { position }: Checkpoint,
): Required<Pick<ProjectionPage, 'events' | 'settlements' | 'damages'>> =>
  after === position
    ? { events, settlements, damages }
    : {
        events: events.filter((event) => event.position > position),
        settlements: settlements.filter((event) => event.position > position),
        damages: damages.filter((damage) => damage.position > position),
      };

const isSame = (left: Checkpoint | undefined, found: Checkpoint): boolean =>
  left?.position === found.position && left.mark === found.mark;
