import { orderStream, reasonOf, type StreamDamage } from '../tables/damaged-streams.js';
import { assertStorable, type OrderState, nextState } from './order-state.js';
import type { ProjectedEvent } from './projection-page.js';

/** The change of one order by a page. */
export interface OrderChange {
  readonly before: OrderState | undefined;
  readonly after: OrderState;
}

export interface PageChanges {
  readonly orders: ReadonlyMap<string, OrderChange>;
  /** The events that were not applied before. */
  readonly events: readonly ProjectedEvent[];
  /**
   * Streams of which nothing more is applied, those of earlier pages that had another event
   * included.
   */
  readonly damages: readonly StreamDamage[];
}

/** The damages of the page and of those before it. */
export interface KnownDamages {
  /** The damages of events in this page. */
  readonly found?: readonly StreamDamage[];
  /** Streams that were damaged before it. */
  readonly before?: ReadonlySet<string>;
}

/**
 * Moves the orders by the events of a page. An event at or below its order's revision is applied
 * already. An event that cannot be applied damages its order: from it on, nothing of the order is
 * applied, and everything else is.
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

/** The store of an order that the page moves. */
export const storeOf = ({ orders }: Pick<PageChanges, 'orders'>, orderId: string): string => {
  const change = orders.get(orderId);
  if (change === undefined) throw new Error(`The page does not move order ${orderId}`);
  return change.after.balance.storeId;
};

/** The next state, or why there is none. */
const attempt = (state: OrderState | undefined, event: ProjectedEvent): OrderState | string => {
  try {
    assertStorable(event);
    return nextState(state, event);
  } catch (error) {
    return reasonOf(error);
  }
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** The damage that an event is to its order's stream. */
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

export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/**
 * The first damage of each stream. Its store and currency are those of the order's state, or else
 * of a later event.
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
