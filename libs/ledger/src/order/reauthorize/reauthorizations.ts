import { VersionedMap } from '../../collections/versioned-map.js';
import { evolveBalance } from '../evolve-balance.js';
import { InvariantViolated } from '../invariants.js';
import type {
  Instant,
  OrderEvent,
  OrderReauthorized,
  ReauthorizationEvent,
  ReauthorizationRejected,
} from '../order-events.js';
import type { Order, OrderBalance, OrderReauthorization, OrderReauthorizations } from '../order.js';
import { hasRemainingRows } from '../row.js';

type Known = OrderReauthorizations | undefined;
type Made = VersionedMap<OrderReauthorization>;

/**
 * The order's reauthorisations after an event. Only the three types of event named here change
 * them.
 */
export const reauthorizationsAfter = (known: Known, event: OrderEvent): Known =>
  event.type === 'ReauthorizationRequested' ||
  event.type === 'ReauthorizationRejected' ||
  event.type === 'OrderReauthorized'
    ? afterReauthorizationEvent(known, event)
    : known;

/**
 * Every event about a reauthorisation ends the pending reauthorisation, if there is one. A newly
 * requested reauthorisation then becomes the pending one.
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
 * The rejection of a pending reauthorisation that can never be approved, because the given events
 * leave nothing uncaptured. The rejection is appended before these events, so that the last event
 * of the append is the one that the caller asked for. A caller who polls the reauthorisation sees
 * that it has ended.
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
