import type { OrderReauthorization, ReauthorizationEvent } from '#ledger';
import type { ProjectedEvent } from './projection-page.js';

/** A reauthorisation as a page leaves it. */
export interface ChangedReauthorization extends OrderReauthorization {
  readonly orderId: string;
  readonly revision: number;
}

export interface ReauthorizationChanges {
  /** Orders of which none that was pending before the page still is. */
  readonly orderIds: readonly string[];
  /** Those that the page makes; or completes, and then only the status counts. */
  readonly changed: readonly ChangedReauthorization[];
}

type Change = ProjectedEvent & ReauthorizationEvent;

const isChange = (event: ProjectedEvent): event is Change =>
  event.type === 'ReauthorizationRequested' ||
  event.type === 'ReauthorizationRejected' ||
  event.type === 'OrderReauthorized';

/** What a page does to reauthorisations: whatever happens to one of an order, the pending one is pending no more. */
export const reauthorizationChanges = (
  events: readonly ProjectedEvent[],
): ReauthorizationChanges => {
  const orderIds = new Set<string>();
  const changed = new Map<string, ChangedReauthorization>();
  for (const event of events.filter(isChange)) {
    const { orderId, reauthorizationId } = event.data;
    orderIds.add(orderId);
    for (const [id, other] of changed) {
      if (other.orderId !== orderId || other.status !== 'pending') continue;
      const status = isCompletionOf(event, id) ? 'completed' : 'rejected';
      changed.set(id, { ...other, status });
    }
    if (!changed.has(reauthorizationId) && event.type !== 'ReauthorizationRejected') {
      changed.set(reauthorizationId, made(event));
    }
  }
  return { orderIds: [...orderIds], changed: [...changed.values()] };
};

const isCompletionOf = ({ type, data }: Change, id: string): boolean =>
  type === 'OrderReauthorized' && data.reauthorizationId === id;

const made = (
  event: Exclude<Change, { type: 'ReauthorizationRejected' }>,
): ChangedReauthorization => {
  const { orderId, reauthorizationId, amount, reference } = event.data;
  const isRequest = event.type === 'ReauthorizationRequested';
  return {
    ...{ orderId, reauthorizationId, amount, revision: event.revision },
    status: isRequest ? 'pending' : 'completed',
    requested: isRequest,
    ...(reference !== undefined && { reference }),
    requestedAt: isRequest ? event.data.requestedAt : event.data.reauthorizedAt,
  };
};
