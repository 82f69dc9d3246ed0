import { Inject, Injectable } from '@nestjs/common';
import { actsFor, type Caller } from '#access';
import { type EventStore, readHistory, type RecordedEvent, toDomainEvent } from '#event-log';
import { evolve, type Order } from '#ledger';
import { type OrderView, SettlementQueries, viewOf } from '#read-models';
import { LedgerState } from '../../../services/ledger-state.js';
import { eventStoreToken } from '../../../services/service-tokens.js';
import { OrderLookup } from '../../../queries/order-lookup.js';
import { problems } from '../problems/problems.js';
import { orderIdOfPath } from '../requests/ledger-target.js';
import type { SettledLines } from '../settlements/settled-in.response.js';
import { orderMoment, type OrderMoment } from './orders.query.js';

export interface SettledOrder {
  readonly order: OrderView;
  readonly settled: SettledLines;
}

/**
 * Finds orders for a caller. An order of a store that the caller does not act for gets 404, as if
 * it did not exist (invariant I8 of domain.md).
 */
@Injectable()
export class VisibleOrders {
  constructor(
    private readonly lookup: OrderLookup,
    @Inject(eventStoreToken) readonly eventStore: EventStore,
    readonly ledger: LedgerState,
    private readonly settlements: SettlementQueries,
  ) {}

  /**
   * Finds an order.
   *
   * @throws HttpError 404 if there is no such order, or the caller does not act for its store
   */
  async find(caller: Caller, id: string): Promise<OrderView> {
    const orderId = orderIdOfPath(id);
    const found = await this.lookup.find(caller, { orderId, knownOrders: 'all' });
    if (found.kind !== 'found') throw problems.orderNotFound();
    return found.order;
  }

  /**
   * Finds an order together with its settlements: a map from the id of each settled capture or
   * refund to the settlement that contains it.
   *
   * @throws HttpError 404
   */
  async findSettled(caller: Caller, id: string): Promise<SettledOrder> {
    const order = await this.find(caller, id);
    const hasLines = order.captures.length > 0;
    return {
      order,
      settled: hasLines ? await this.settlements.ofOrder(order.orderId) : new Map(),
    };
  }

  /**
   * Returns the state of an order at an earlier revision or time, folded from the log.
   *
   * @throws HttpError 400 if `at` is neither a revision nor a time; 404 if there was no such order
   * at that moment
   */
  async findAt(caller: Caller, { id, at }: { id: string; at: string }): Promise<OrderView> {
    const moment = orderMoment(at);
    const history = ownHistory(this, caller, orderIdOfPath(id));
    return orderAt(history, caller, moment);
  }
}

/**
 * Folds the order from its history up to a moment. For a time, the fold ends at the first event
 * that was recorded later. Clocks of different processes may disagree, so a following event can
 * have an earlier time, but it must not be applied without the event before it.
 *
 * @throws HttpError 404 if the caller does not act for the order's store, or there was no such
 * order or revision at that moment
 */
export const orderAt = async (
  history: AsyncIterable<RecordedEvent>,
  caller: Caller,
  moment: OrderMoment,
): Promise<OrderView> => {
  let order: Order | undefined;
  let position = -1n;
  let isOwn = false;
  for await (const event of history) {
    // The first event names the order's store. The caller's right to that store is checked before
    // anything is returned.
    const next = evolve(order, toDomainEvent(event));
    if (!actsFor(caller, next.balance.storeId)) throw problems.orderNotFound();
    isOwn = true;
    if (moment.kind === 'instant' && event.recordedAt > moment.instant) break;
    ({ position } = event);
    order = next;
    if (moment.kind === 'revision' && event.revision === moment.revision)
      return viewOf(order, position);
  }
  if (!isOwn) throw problems.orderNotFound();
  if (order === undefined) throw problems.orderNotRegisteredYet();
  if (moment.kind === 'revision') throw problems.orderRevisionNotFound();
  return viewOf(order, position);
};

export interface HistorySources {
  readonly eventStore: Pick<EventStore, 'read'>;
  readonly ledger: Pick<LedgerState, 'hiddenDamage'>;
}

/**
 * Yields an order's events from the log. Normally the calling code checks whether the caller acts
 * for the store that the first event names. If an event cannot be read, this function makes the
 * check, so that a damaged order of another store is not revealed.
 *
 * @throws HttpError 404 for a damaged order of another store
 */
export async function* ownHistory(
  { eventStore, ledger }: HistorySources,
  caller: Caller,
  orderId: string,
): AsyncGenerator<RecordedEvent, void> {
  try {
    yield* readHistory(eventStore, orderId);
  } catch (error) {
    if ((await ledger.hiddenDamage(error, caller, orderId)) !== undefined)
      throw problems.orderNotFound();
    throw error;
  }
}
