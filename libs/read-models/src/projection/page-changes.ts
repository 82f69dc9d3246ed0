import { isUuid } from '#ledger';
import { orderStream, reasonOf, type StreamDamage } from '../tables/damaged-streams.js';
import { assertStorable, type OrderState, nextState } from './order-state.js';
import type { ProjectedEvent } from './projection-page.js';

/** The state of an order before and after a page of events was applied. */
export interface OrderChange {
  readonly before: OrderState | undefined;
  readonly after: OrderState;
}

/** The effects of a page of events on orders. */
export interface PageChanges {
  readonly orders: ReadonlyMap<string, OrderChange>;
  /** The page's events that are applied; events that were applied before are left out. */
  readonly events: readonly ProjectedEvent[];
  /**
   * The streams with events in this page that are damaged: they have a faulty event in this page or
   * before it.
   */
  readonly damages: readonly StreamDamage[];
}

/**
 * The damaged streams (with an event that cannot be read or applied) that are known before the
 * page's events are applied.
 */
export interface KnownDamages {
  /** Events of this page that could not be read. */
  readonly found?: readonly StreamDamage[];
  /** Streams that had a faulty event before this page of events. */
  readonly before?: ReadonlySet<string>;
}

/**
 * Applies the events of a page to the orders. An event whose revision is not above its order's
 * revision was applied before and is skipped. An event that cannot be applied damages its order:
 * neither this event nor any later event of the order is applied. Other orders are not affected.
 */
export const pageChanges = (
  events: readonly ProjectedEvent[],
  known: ReadonlyMap<string, OrderState>,
  { found = [], before: damagedBefore = new Set() }: KnownDamages = {},
): PageChanges => {
  const orders = new Map<string, OrderChange>();
  const damages = [...found];
  const endsAt = new Map(found.map(({ streamId, position }) => [streamId, position]));
  const stateOf = (orderId: string | undefined): OrderState | undefined =>
    orderId === undefined ? undefined : (orders.get(orderId)?.after ?? known.get(orderId));

  const applied = events.filter((event) => {
    const { orderId } = event.data;
    const streamId = orderStream(orderId);
    const state = stateOf(orderId);
    if (state !== undefined && event.revision <= state.revision) return false;
    const isDamaged =
      damagedBefore.has(streamId) ||
      event.position >= (endsAt.get(streamId) ?? event.position + 1n);
    const after = isDamaged ? 'an earlier event is at fault' : attempt(state, event);
    if (typeof after !== 'string') {
      orders.set(orderId, { before: known.get(orderId), after });
      return true;
    }
    damages.push(damageOf(event, after));
    if (!endsAt.has(streamId)) endsAt.set(streamId, event.position);
    return false;
  });
  return { orders, events: applied, damages: firstOfEach(damages, stateOf) };
};

/** The store of an order that this page of events changes. */
export const storeOf = ({ orders }: Pick<PageChanges, 'orders'>, orderId: string): string => {
  const change = orders.get(orderId);
  if (change === undefined) throw new Error(`The page does not move order ${orderId}`);
  return change.after.balance.storeId;
};

/** Returns the order with the event applied, or the reason why the event cannot be applied. */
const attempt = (state: OrderState | undefined, event: ProjectedEvent): OrderState | string => {
  try {
    assertStorable(event);
    return nextState(state, event);
  } catch (error) {
    return reasonOf(error);
  }
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** The entry about an order's stream that is damaged, because this event cannot be applied. */
export const damageOf = (event: ProjectedEvent, reason: string): StreamDamage => {
  const { data, metadata, position, revision, type } = event;
  const { currency } = data as { readonly currency?: unknown };
  const { storeId } = metadata as { readonly storeId?: unknown };
  return {
    streamId: orderStream(data.orderId),
    ...(isUuid(data.orderId) && { orderId: data.orderId }),
    ...(isText(storeId) && { storeId }),
    ...(isText(currency) && { currency }),
    position,
    revision: BigInt(revision),
    eventType: type,
    reason,
  };
};

/**
 * Returns the first damage of each stream. Store and currency come from the state of the order. If
 * there is no state, a later damaged event may name store and currency.
 */
const firstOfEach = (
  damages: readonly StreamDamage[],
  stateOf: (orderId: string | undefined) => OrderState | undefined,
): StreamDamage[] => {
  const first = new Map<string, StreamDamage>();
  for (const damage of damages) {
    const { storeId, currency } = stateOf(damage.orderId)?.balance ?? damage;
    const owner = { ...(storeId && { storeId }), ...(currency && { currency }) };
    first.set(damage.streamId, { ...damage, ...owner, ...first.get(damage.streamId) });
  }
  return [...first.values()];
};
