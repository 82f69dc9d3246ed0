import type { Pool } from 'pg';
import { isInstant, isUuid } from '#ledger';
import type { Instant } from '#ledger';
import { readPage } from '../sql/query.js';

/** A capture that is not money: the gateway refused it, or has not answered for long. */
export interface UnsettledCapture {
  readonly captureId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly storeId: string;
  readonly currency: string;
  readonly status: 'requested' | 'failed';
  /** Minor units. */
  readonly amount: number;
  readonly description: string;
  readonly reference?: string;
  readonly capturedAt: Instant;
}

/** The last capture of a page; the next page begins after it. */
export type CaptureCursor = Pick<UnsettledCapture, 'capturedAt' | 'captureId'>;

export interface UnsettledCapturesRequest {
  readonly stores: readonly string[];
  /** Requested ones are listed if they were made before; failed ones always. */
  readonly requestedBefore: Instant;
  readonly limit: number;
  readonly after?: CaptureCursor;
}

interface UnsettledRecord {
  readonly capture_id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly store_id: string;
  readonly currency: string;
  readonly status: 'requested' | 'failed';
  readonly amount: string;
  readonly description: string;
  readonly reference: string | null;
  readonly captured_at: Date;
}

const listSql = `
  SELECT c.capture_id, c.order_id, o.order_number, c.store_id, c.currency, c.status, c.amount,
    c.description, c.reference, c.captured_at
  FROM orders o JOIN captures c ON c.order_id = o.order_id
  WHERE c.status <> 'settled' AND c.store_id = ANY ($1::text[])
    AND (c.status = 'failed' OR c.captured_at < $2)
    AND ($3::timestamptz IS NULL OR (c.captured_at, c.capture_id) > ($3, $4::uuid))
  ORDER BY c.captured_at, c.capture_id LIMIT $5`;

/** Captures that failed, or are still open past their time; the oldest first. */
export const unsettledCaptures = async (
  pool: Pool,
  { stores, requestedBefore, limit, after }: UnsettledCapturesRequest,
): Promise<UnsettledCapture[]> => {
  const query = {
    name: 'unsettled-captures',
    text: listSql,
    values: [stores, requestedBefore, after?.capturedAt, after?.captureId, limit],
  };
  const rows = await readPage<UnsettledRecord>(pool, query, limit);
  return rows.map((record) => ({
    captureId: record.capture_id,
    orderId: record.order_id,
    orderNumber: record.order_number,
    storeId: record.store_id,
    currency: record.currency,
    status: record.status,
    amount: Number(record.amount),
    description: record.description,
    ...(record.reference !== null && { reference: record.reference }),
    capturedAt: record.captured_at.toISOString(),
  }));
};

const longest = 128;

export const formatCaptureCursor = ({ capturedAt, captureId }: CaptureCursor): string =>
  Buffer.from(`${capturedAt} ${captureId}`).toString('base64url');

/** Reads a `cursor` that a caller sent back; `undefined` if this API made no such text. */
export const parseCaptureCursor = (text: string): CaptureCursor | undefined => {
  if (text.length > longest) return undefined;
  const parts = Buffer.from(text, 'base64url').toString().split(' ');
  const [capturedAt = '', captureId = '', ...more] = parts;
  const isOurs = isInstant(capturedAt) && isUuid(captureId) && more.length === 0;
  return isOurs ? { capturedAt, captureId } : undefined;
};
