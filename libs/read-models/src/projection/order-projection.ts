import type { ClientBase } from 'pg';
import { readPosition } from '../position/read-position.js';
import type { Statement } from '../sql/statement.js';
import { lockCheckpoint, moveCheckpoint, renewCheckpoint } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';
import { loadStates } from './load-states.js';
import { OrderCache } from './order-cache.js';
import type { OrderState } from './order-state.js';
import { pageChanges } from './page-changes.js';
import type { PageChanges } from './page-changes.js';
import { preparePlans } from './prepare-plans.js';
import type { ProjectedEvent } from './projected-event.js';
import { ProjectionGap } from './projection-gap.js';
import type { ProjectionPage } from './projection-page.js';
import { noCustomers, showCustomers } from './show-customers.js';
import type { CustomerOpener } from './show-customers.js';
import { writeActions } from './write-actions.js';
import { writeCaptureChanges } from './write-capture-changes.js';
import { writeCaptures } from './write-captures.js';
import { writeOrders } from './write-orders.js';
import { writeReauthorizations } from './write-reauthorizations.js';
import { writeRefunds } from './write-refunds.js';
import { writeSearchTexts } from './write-search-texts.js';
import { writeSettlementLines } from './write-settlement-lines.js';
import { writeSettlements } from './write-settlements.js';

const cachedRowsMax = 200_000;

export interface OrderProjectionOptions {
  /** Rows of orders that are kept in memory; attributes count like rows; default 200,000, about 100 MB. */
  readonly cachedRowsMax?: number;
  /** Whether those who wait for a position hear of each page; default true. */
  readonly announce?: boolean;
  /** Opens the customers of orders; without it, none may have one. */
  readonly customers?: CustomerOpener;
}

/**
 * Applies the log to the tables of the read models of orders and settlements, page by page. A page and its checkpoint are one transaction;
 * a page applied before, or by another projector, changes nothing. Use one projection for each connection, and one
 * page at a time.
 */
export class OrderProjection {
  private readonly cache: OrderCache;
  private readonly announce: boolean;
  private readonly customers: CustomerOpener;
  private prepared: Promise<void> | undefined;
  /** Where this projection left the checkpoint; the cache is right only while nobody else moved it. */
  private left: Checkpoint | undefined;

  /** The client should have `pipeline: true`: a page's statements then go in one round trip. */
  constructor(
    private readonly client: ClientBase,
    options: OrderProjectionOptions = {},
  ) {
    this.announce = options.announce ?? true;
    this.customers = options.customers ?? noCustomers;
    this.cache = new OrderCache(options.cachedRowsMax ?? cachedRowsMax);
  }

  /** Where in the log to go on: everything up to here is applied; -1 is nothing. */
  async checkpoint(): Promise<bigint> {
    return readPosition(this.client);
  }

  /** Throws `ProjectionGap` if the page does not join on to what is applied. */
  async apply(page: ProjectionPage): Promise<void> {
    await (this.prepared ??= preparePlans(this.client));
    try {
      await this.applyWithin(page);
    } catch (error) {
      this.left = undefined;
      await this.client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  private async applyWithin(page: ProjectionPage): Promise<void> {
    const checkpoint = await this.begin();
    if (page.after > checkpoint.position)
      throw new ProjectionGap(
        `The page follows ${page.after}, but the checkpoint is at ${checkpoint.position}`,
      );
    if (!isSame(this.left, checkpoint)) this.cache.clear();
    const { events, settlements } = behind(checkpoint, page);
    const changes = await this.changes(events);
    // Under the checkpoint's lock, which an erasure takes before it destroys a key.
    const customers = await showCustomers(this.client, changes.events, this.customers);
    // The commit goes along with the statements: after a failed one PostgreSQL takes it for a rollback.
    const [left] = await Promise.all([
      this.advance(checkpoint, page),
      ...[...writes(changes), ...customers, ...writeSettlements(settlements)].map(
        async ({ name, text, values }) => this.client.query({ name, text, values: [...values] }),
      ),
      this.client.query('COMMIT'),
    ]);
    for (const [orderId, { after }] of changes.orders) this.cache.put(orderId, after);
    this.left = left;
  }

  /**
   * Commits need not wait for the disk: after a crash of PostgreSQL the last pages are gone together with their
   * checkpoint, and are applied again from the log.
   */
  private async begin(): Promise<Checkpoint> {
    const [, checkpoint] = await Promise.all([
      this.client.query('BEGIN; SET LOCAL synchronous_commit = off'),
      lockCheckpoint(this.client),
    ]);
    return checkpoint;
  }

  private async changes(events: readonly ProjectedEvent[]): Promise<PageChanges> {
    const known = new Map<string, OrderState>();
    const unknown = new Set<string>();
    for (const { data } of events) {
      const cached = this.cache.get(data.orderId);
      if (cached !== undefined) known.set(data.orderId, cached);
      else unknown.add(data.orderId);
    }
    for (const state of await loadStates(this.client, [...unknown]))
      known.set(state.balance.orderId, state);
    return pageChanges(events, known);
  }

  private async advance(checkpoint: Checkpoint, page: ProjectionPage): Promise<Checkpoint> {
    if (page.position > checkpoint.position)
      return moveCheckpoint(this.client, { ...page, announce: this.announce });
    if (page.position === checkpoint.position) await renewCheckpoint(this.client, page);
    return checkpoint;
  }
}

const behind = (
  { position }: Checkpoint,
  { after, events, settlements = [] }: ProjectionPage,
): Required<Pick<ProjectionPage, 'events' | 'settlements'>> =>
  after === position
    ? { events, settlements }
    : {
        events: events.filter((event) => event.position > position),
        settlements: settlements.filter((event) => event.position > position),
      };

const isSame = (left: Checkpoint | undefined, found: Checkpoint): boolean =>
  left?.position === found.position && left.mark === found.mark;

/** What a page writes. */
export const writes = (changes: PageChanges): Statement[] =>
  changes.events.length === 0
    ? []
    : [
        ...writeOrders(changes),
        ...writeCaptures(changes),
        ...writeCaptureChanges(changes),
        ...writeSearchTexts(changes),
        ...writeActions(changes),
        ...writeSettlementLines(changes),
        ...writeRefunds(changes),
        ...writeReauthorizations(changes),
      ];
