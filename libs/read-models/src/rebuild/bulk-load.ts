import type { ClientBase } from 'pg';
import { weightOfBalance } from '#ledger';
import { isDamaged, settlementStream, writeDamages } from '../tables/damaged-streams.js';
import type { OrderState } from '../projection/order-state.js';
import { pageChanges, type OrderChange } from '../projection/page-changes.js';
import type { ProjectedEvent, ProjectionPage } from '../projection/projection-page.js';
import type { Statement } from '../sql/query.js';
import { addedRows } from '../tables/rebuilt-tables.js';
import { stageCaptureChanges } from '../tables/captures.js';
import { writeCustomers, type CustomerOpener } from '../tables/order-customers.js';
import { loadStates, writeOrders } from '../tables/orders.js';
import { writeSettlements } from '../tables/settlements.js';

type LoadedPart = Pick<ProjectionPage, 'events' | 'settlements' | 'damages'>;

interface Held {
  readonly state: OrderState;
  /**
   * The state of the order in its table row; undefined if the order has no row yet. The state in
   * memory may be newer.
   */
  readonly stored: OrderState | undefined;
}

const ordersInStatementMax = 2_000;

/**
 * Fills empty tables from the beginning of the log. An order stays in memory until other orders
 * need the memory, so that most orders are written only once. Rows that never change are written at
 * once. A failed load cannot be continued, because no position is stored: the tables are dropped.
 */
export class BulkLoad {
  readonly #orders = new Map<string, Held>();
  /** Streams with a faulty event. Later events of these streams are not loaded. */
  readonly #damaged = new Set<string>();
  #rowsHeld = 0;
  #writing: Promise<unknown> = Promise.resolve();

  /**
   * `heldRowsMax` limits the rows in memory, at about 500 bytes for each row; an order's attributes
   * count as rows.
   */
  constructor(
    private readonly client: ClientBase,
    private readonly heldRowsMax: number,
    private readonly customers: CustomerOpener,
  ) {}

  /**
   * Begins to write the next events of the log. Resolves when the events of the previous call are
   * written, so that the caller can read the log while these events are being written.
   */
  async apply({ events, settlements = [], damages: found = [] }: LoadedPart): Promise<void> {
    const shown = settlements.filter(
      ({ data, position }) =>
        !isDamaged({ streamId: settlementStream(data), position }, found, this.#damaged),
    );
    const changes = pageChanges(events, await this.#known(events), {
      found,
      before: this.#damaged,
    });
    for (const { streamId } of changes.damages) this.#damaged.add(streamId);
    for (const [orderId, { after }] of changes.orders)
      this.#hold(orderId, { state: after, stored: this.#orders.get(orderId)?.stored });
    const statements = [
      ...addedRows(changes),
      ...stageCaptureChanges(changes),
      ...writeSettlements(shown),
      ...writeDamages(changes.damages),
      ...(await writeCustomers(this.client, changes.events, this.customers)),
      ...this.#makeRoom(this.heldRowsMax),
    ];
    await this.#writing;
    this.#writing = this.#write(statements);
    // If this write fails, the next call throws the error, because it awaits `#writing`. The empty
    // handler only prevents an unhandled rejection until then.
    this.#writing.catch(() => undefined);
  }

  /** Writes everything that is still in memory. */
  async finish(): Promise<void> {
    await this.#writing;
    while (this.#orders.size > 0) await this.#write(this.#makeRoom(0));
  }

  async #write(statements: readonly Statement[]): Promise<void> {
    await Promise.all(
      statements.map(async ({ name, text, values }) =>
        this.client.query({ name, text, values: [...values] }),
      ),
    );
  }

  /** The states of the orders that the events change, from memory or else from the table. */
  async #known(events: readonly ProjectedEvent[]): Promise<Map<string, OrderState>> {
    const known = new Map<string, OrderState>();
    const seen = new Set<string>();
    const gone: string[] = [];
    for (const { data, revision } of events) {
      const { orderId } = data;
      if (seen.has(orderId)) continue;
      seen.add(orderId);
      const held = this.#orders.get(orderId);
      if (held !== undefined) known.set(orderId, held.state);
      else if (revision > 0) gone.push(orderId);
    }
    for (const state of await loadStates(this.client, gone)) {
      const { orderId } = state.balance;
      known.set(orderId, state);
      this.#hold(orderId, { state, stored: state });
    }
    return known;
  }

  #hold(orderId: string, held: Held): void {
    this.#forget(orderId);
    this.#orders.set(orderId, held);
    this.#rowsHeld += weightOf(held);
  }

  #forget(orderId: string): void {
    const held = this.#orders.get(orderId);
    if (held === undefined) return;
    this.#orders.delete(orderId);
    this.#rowsHeld -= weightOf(held);
  }

  /**
   * Removes from memory the orders that have had no event for the longest time. Returns the
   * statements that write these orders.
   */
  #makeRoom(heldRowsMax: number): Statement[] {
    if (this.#rowsHeld <= heldRowsMax) return [];
    const changes = new Map<string, OrderChange>();
    for (const [orderId, { state, stored }] of this.#orders) {
      changes.set(orderId, { before: stored, after: state });
      this.#forget(orderId);
      if (changes.size >= ordersInStatementMax) break;
    }
    return writeOrders({ orders: changes });
  }
}

const weightOf = ({ state }: Held): number => weightOfBalance(state.balance);
