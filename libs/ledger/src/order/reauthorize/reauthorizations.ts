import { VersionedMap } from '../../collections/versioned-map.js';
import { evolveBalance } from '../evolve-balance.js';
import { InvariantViolated } from '../invariants.js';
import type {
  OrderEvent,
  OrderReauthorized,
  ReauthorizationEvent,
  ReauthorizationRejected,
} from '../order-events.js';
import type { Instant } from '../../time/instant.js';
import type { Order, OrderBalance, OrderReauthorization, OrderReauthorizations } from '../order.js';
import { hasRemainingRows } from '../row.js';

type Known = OrderReauthorizations | undefined;
type Made = VersionedMap<OrderReauthorization>;

/** The order's reauthorisations after an event. Only events about a reauthorisation change them. */
export const reauthorizationsAfter = (known: Known, event: OrderEvent): Known =>
  event.type === 'ReauthorizationRequested' ||
  event.type === 'ReauthorizationRejected' ||
  event.type === 'OrderReauthorized'
    ? afterReauthorizationEvent(known, event)
    : known;

/**
 * Every event about a reauthorisation ends the pending one, because an order has at most one
 * pending reauthorisation. If the event is a new request, this request becomes the pending one.
 */
const afterReauthorizationEvent = (
  known: Known,
  event: ReauthorizationEvent,
): OrderReauthorizations => {
  const { orderId, reauthorizationId } = event.data;
  const made = known?.made ?? VersionedMap.empty<OrderReauthorization>();
  const isPending = known?.pending?.reauthorizationId === reauthorizationId;
  if ((made.get(reauthorizationId) !== undefined) !== isPending) {
    throw new InvariantViolated('I4', orderId, `${event.type} of ${reauthorizationId} again`);
  }
  if (event.type === 'ReauthorizationRejected') {
    return { made: ended(made, reauthorizationId, 'rejected') };
  }
  const others = isPending ? made : withoutPending(made, known);
  return event.type === 'OrderReauthorized'
    ? { made: isPending ? ended(made, reauthorizationId, 'completed') : completed(others, event) }
    : {
        made: others.with(reauthorizationId, {
          ...headOf(event.data),
          status: 'pending',
          requested: true,
          requestedAt: event.data.requestedAt,
        }),
        pending: event.data,
      };
};

const withoutPending = (made: Made, known: Known): Made =>
  known?.pending === undefined ? made : ended(made, known.pending.reauthorizationId, 'rejected');

const ended = (made: Made, id: string, status: OrderReauthorization['status']): Made => {
  const reauthorization = made.get(id);
  return reauthorization === undefined ? made : made.with(id, { ...reauthorization, status });
};

const completed = (made: Made, { data }: OrderReauthorized): Made =>
  made.with(data.reauthorizationId, {
    ...headOf(data),
    status: 'completed',
    requested: false,
    requestedAt: data.reauthorizedAt,
  });

const headOf = (
  data: Extract<ReauthorizationEvent['data'], { amount: number }>,
): Pick<OrderReauthorization, 'reauthorizationId' | 'amount' | 'reference'> => ({
  reauthorizationId: data.reauthorizationId,
  amount: data.amount,
  ...(data.reference !== undefined && { reference: data.reference }),
});

/**
 * The rejection of a pending reauthorisation, if the given events leave nothing uncaptured. The
 * reauthorisation could then never be approved, and a caller who polls it must see that it has
 * ended. The rejection is appended before the given events, so that the last event of the append is
 * the one that the caller asked for.
 */
export const lapsedReauthorization = (
  order: Order,
  at: Instant,
  events: readonly OrderEvent[],
): ReauthorizationRejected[] => {
  const pending = order.reauthorizations?.pending;
  if (pending === undefined || !hasRemainingRows(order.balance.rows)) return [];
  const after = events.reduce<OrderBalance>(evolveBalance, order.balance);
  if (hasRemainingRows(after.rows)) return [];
  const { orderId, reauthorizationId } = pending;
  return [
    { type: 'ReauthorizationRejected', data: { orderId, reauthorizationId, rejectedAt: at } },
  ];
};
