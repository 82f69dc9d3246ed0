import type { Pool } from 'pg';
import type { GatewayFailure, Instant } from '#ledger';
import { formatCursor, parseCursor, readPage } from '../sql/query.js';

/**
 * A capture or refund that has moved no money so far: the gateway refused it, or has not answered
 * in time.
 */
export interface Unsettled {
  /** The id of the capture or refund. */
  readonly id: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly storeId: string;
  readonly currency: string;
  readonly status: 'requested' | 'failed';
  /** Minor units. */
  readonly amount: number;
  readonly description: string;
  readonly reference?: string;
  readonly requestedAt: Instant;
  /** Present only if the status is `failed`. */
  readonly failure?: GatewayFailure;
  readonly failedAt?: Instant;
}

/** The last entry of a page; the next page begins after it. */
export type UnsettledCursor = Pick<Unsettled, 'requestedAt' | 'id'>;

export interface UnsettledRequest {
  readonly stores: readonly string[];
  /**
   * A capture or refund without an outcome is listed only if it was requested before this instant.
   */
  readonly requestedBefore: Instant;
  /** Default: the oldest first. */
  readonly newestFirst?: boolean;
  readonly limit: number;
  readonly after?: UnsettledCursor;
}

interface UnsettledRecord {
  readonly id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly store_id: string;
  readonly currency: string;
  readonly status: 'requested' | 'failed';
  readonly amount: string;
  readonly description: string;
  readonly reference: string | null;
  readonly requested_at: Date;
  readonly failure: GatewayFailure | null;
  readonly failed_at: Date | null;
}

/**
 * The SQL of a sorting order. The operator `follows` selects the entries after the last entry of
 * the previous page.
 */
interface Direction {
  readonly follows: '>' | '<';
  readonly order: 'ASC' | 'DESC';
}

const oldestFirst: Direction = { follows: '>', order: 'ASC' };
const newestFirst: Direction = { follows: '<', order: 'DESC' };

const capturesSql = ({ follows, order }: Direction): string => `
  SELECT c.capture_id AS id, c.order_id, o.order_number, c.store_id, c.currency, c.status, c.amount,
    c.description, c.reference, c.captured_at AS requested_at, c.failure, c.ended_at AS failed_at
  FROM orders o JOIN captures c ON c.order_id = o.order_id
  WHERE c.status <> 'settled' AND c.store_id = ANY ($1::text[])
    AND (c.status = 'failed' OR c.captured_at < $2)
    AND ($3::timestamptz IS NULL OR (c.captured_at, c.capture_id) ${follows} ($3, $4::uuid))
  ORDER BY c.captured_at ${order}, c.capture_id ${order} LIMIT $5`;

const refundsSql = ({ follows, order }: Direction): string => `
  SELECT r.refund_id AS id, r.order_id, o.order_number, o.store_id, o.currency,
    coalesce(x.status, r.outcome) AS status, r.amount, r.description, r.reference,
    r.refunded_at AS requested_at, x.failure, x.ended_at AS failed_at
  FROM orders o JOIN refunds r ON r.order_id = o.order_id
  LEFT JOIN refund_outcomes x ON x.order_id = r.order_id AND x.refund_id = r.refund_id
  WHERE r.outcome = 'requested' AND o.store_id = ANY ($1::text[])
    AND (x.status = 'failed' OR (x.status IS NULL AND r.refunded_at < $2))
    AND ($3::timestamptz IS NULL OR (r.refunded_at, r.refund_id) ${follows} ($3, $4::uuid))
  ORDER BY r.refunded_at ${order}, r.refund_id ${order} LIMIT $5`;

const listed = (name: string, sql: (direction: Direction) => string) => {
  const statements = {
    oldest: { name, text: sql(oldestFirst) },
    newest: { name: `${name}-newest`, text: sql(newestFirst) },
  };
  return async (
    pool: Pool,
    { stores, requestedBefore, newestFirst: isTurned = false, limit, after }: UnsettledRequest,
  ): Promise<Unsettled[]> => {
    const statement = statements[isTurned ? 'newest' : 'oldest'];
    const values = [stores, requestedBefore, after?.requestedAt, after?.id, limit];
    const rows = await readPage<UnsettledRecord>(pool, { ...statement, values }, limit);
    return rows.map(unsettledOf);
  };
};

const unsettledOf = (record: UnsettledRecord): Unsettled => ({
  id: record.id,
  orderId: record.order_id,
  orderNumber: record.order_number,
  storeId: record.store_id,
  currency: record.currency,
  status: record.status,
  amount: Number(record.amount),
  description: record.description,
  ...(record.reference !== null && { reference: record.reference }),
  requestedAt: record.requested_at.toISOString(),
  ...(record.failure !== null && { failure: record.failure }),
  ...(record.failed_at !== null && { failedAt: record.failed_at.toISOString() }),
});

/** Captures that failed, or were requested before `requestedBefore` and have no outcome yet. */
export const unsettledCaptures = listed('unsettled-captures', capturesSql);

/** Refunds that failed, or were requested before `requestedBefore` and have no outcome yet. */
export const unsettledRefunds = listed('unsettled-refunds', refundsSql);

export const formatUnsettledCursor = ({ requestedAt, id }: UnsettledCursor): string =>
  formatCursor({ at: requestedAt, id });

export const parseUnsettledCursor = (text: string): UnsettledCursor | undefined => {
  const key = parseCursor(text);
  return key && { requestedAt: key.at, id: key.id };
};
