import type { OrderEvent } from '#ledger';
import { arraysOf, bigint, text, uuid } from '../sql/column.js';
import type { Column } from '../sql/column.js';

/** How events change a capture that was made before. */
interface CaptureChange {
  readonly orderId: string;
  readonly captureId: string;
  /** Minor units, in addition to what was refunded before. */
  readonly refunded: number;
  readonly status: 'settled' | 'failed' | undefined;
}

/** All changes of one capture as one. */
const captureChanges = (events: readonly OrderEvent[]): CaptureChange[] => {
  const changes = new Map<string, CaptureChange>();
  for (const event of events) {
    for (const change of changesIn(event)) {
      const key = `${change.orderId} ${change.captureId}`;
      const known = changes.get(key);
      changes.set(key, {
        ...change,
        refunded: (known?.refunded ?? 0) + change.refunded,
        status: change.status ?? known?.status,
      });
    }
  }
  return [...changes.values()];
};

const changesIn = (event: OrderEvent): CaptureChange[] => {
  const { orderId } = event.data;
  if (event.type === 'OrderRefunded') {
    return event.data.captures.map(({ captureId, amount }) => ({
      ...{ orderId, captureId },
      refunded: amount,
      status: undefined,
    }));
  }
  if (event.type !== 'CaptureSettled' && event.type !== 'CaptureFailed') return [];
  const status = event.type === 'CaptureSettled' ? 'settled' : 'failed';
  return [{ orderId, captureId: event.data.captureId, refunded: 0, status }];
};

const columns: readonly Column<CaptureChange>[] = [
  uuid(({ orderId }) => orderId),
  uuid(({ captureId }) => captureId),
  bigint(({ refunded }) => refunded),
  text(({ status }) => status),
];

/** The parameters of `changedCaptures`, if these events change a capture. */
export const captureChangeValues = (events: readonly OrderEvent[]): unknown[] | undefined => {
  const changes = captureChanges(events);
  return changes.length === 0 ? undefined : arraysOf(columns, changes);
};

/** One row for each changed capture: `order_id, capture_id, refunded, status`. */
export const changedCaptures = `
  unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[])
    AS changed (order_id, capture_id, refunded, status)`;
