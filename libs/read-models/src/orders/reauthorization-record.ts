import type { OrderReauthorization } from '#ledger';

/** A row of `reauthorizations` as JSON. */
export interface ReauthorizationRecord {
  readonly reauthorization_id: string;
  readonly status: OrderReauthorization['status'];
  readonly requested: boolean;
  readonly amount: number;
  readonly reference: string | null;
  readonly requested_at: string;
}

/** The reauthorisations of order `o` in the order in which they were asked for, as one JSON array. */
export const reauthorizationsColumn = `
  (SELECT coalesce(json_agg(json_build_object(
     'reauthorization_id', a.reauthorization_id, 'status', a.status, 'requested', a.requested,
     'amount', a.amount, 'reference', a.reference, 'requested_at', a.requested_at
   ) ORDER BY a.revision), '[]')
   FROM reauthorizations a WHERE a.order_id = o.order_id) AS reauthorizations`;

export const reauthorizationOf = (record: ReauthorizationRecord): OrderReauthorization => ({
  reauthorizationId: record.reauthorization_id,
  status: record.status,
  requested: record.requested,
  amount: record.amount,
  ...(record.reference !== null && { reference: record.reference }),
  requestedAt: new Date(record.requested_at).toISOString(),
});
