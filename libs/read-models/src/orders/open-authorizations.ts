import type { Pool } from 'pg';
import type { Instant } from '#ledger';
import type { Customer } from '#personal-data';
import { readPage } from '../sql/query.js';

/** A card order whose payment is held at the gateway, with something left to capture. */
export interface OpenAuthorization {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly paymentIntent: string;
  readonly currency: string;
  /**
   * The part of the held amount that can still be captured, in minor units. A requested capture
   * belongs to this part until the gateway has settled it.
   */
  readonly open: number;
  readonly captured: number;
  readonly placedAt: Instant;
  /** Absent if no customer was registered, or if the data were erased. */
  readonly customer?: Customer;
}

/** The sum of all open authorisations of a store in one currency. */
export interface AuthorizedSum {
  readonly currency: string;
  readonly count: number;
  /** Minor units. */
  readonly total: number;
}

interface OpenRecord {
  readonly order_id: string;
  readonly order_number: string;
  readonly payment_intent: string;
  readonly currency: string;
  readonly open: string;
  readonly captured: string;
  readonly placed_at: Date;
  readonly customer: Customer | null;
}

/**
 * The amount that can still be captured. A requested capture counts, because its amount is not
 * captured yet.
 */
const open = 'o.requested + o.remaining';

/**
 * The same conditions as in the partial index `orders_authorized`, so that PostgreSQL uses the
 * index.
 */
const isOpen = `o.store_id = $1 AND o.payment_method = 'card'
  AND o.status IN ('NotActivated', 'PartActivated')
  AND o.payment ->> 'status' = 'authorized' AND o.payment ->> 'paymentIntent' IS NOT NULL`;

const listSql = (direction: 'ASC' | 'DESC'): string => `
  SELECT o.order_id, o.order_number, o.payment ->> 'paymentIntent' AS payment_intent, o.currency,
    ${open} AS open, o.captured, o.placed_at, c.customer
  FROM orders o LEFT JOIN order_customers c ON c.order_id = o.order_id
  WHERE ${isOpen}
  ORDER BY o.placed_at ${direction}, o.order_id ${direction} LIMIT $2 OFFSET $3`;

const sumSql = `
  SELECT o.currency, count(*) AS count, sum(${open}) AS total FROM orders o
  WHERE ${isOpen} GROUP BY o.currency ORDER BY count(*) DESC, o.currency`;

export interface AuthorizationsPage {
  /** The page's number, counted from 1. */
  readonly page: number;
  /** Authorisations on a page, from 1 to 100. */
  readonly perPage: number;
  readonly oldestFirst?: boolean;
}

/** A page of the open authorisations of a store. */
export const listOpenAuthorizations = async (
  pool: Pool,
  storeId: string,
  { page, perPage, oldestFirst = false }: AuthorizationsPage,
): Promise<OpenAuthorization[]> => {
  const query = {
    text: listSql(oldestFirst ? 'ASC' : 'DESC'),
    values: [storeId, perPage, (page - 1) * perPage],
  };
  const rows = await readPage<OpenRecord>(pool, query, perPage);
  return rows.map((row) => ({
    orderId: row.order_id,
    orderNumber: row.order_number,
    paymentIntent: row.payment_intent,
    currency: row.currency,
    open: Number(row.open),
    captured: Number(row.captured),
    placedAt: row.placed_at.toISOString(),
    ...(row.customer !== null && { customer: row.customer }),
  }));
};

/**
 * The sums of a store's open authorisations by currency; the currency with the most authorisations
 * comes first.
 */
export const sumOpenAuthorizations = async (
  pool: Pool,
  storeId: string,
): Promise<AuthorizedSum[]> => {
  const { rows } = await pool.query<{ currency: string; count: string; total: string }>(sumSql, [
    storeId,
  ]);
  return rows.map(({ currency, count, total }) => ({
    ...{ currency, count: Number(count), total: Number(total) },
  }));
};
