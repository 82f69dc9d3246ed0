import { Client } from 'pg';
import { finding } from './finding.js';
import type { Finding } from './finding.js';
import { remainingOf } from './folded-order.js';
import type { History } from './histories.js';

const askMsMax = 30_000;

/** The row that the query `shown` must return for an order, computed from the log. */
const expectedOf = ({ folded, revision, position }: History): unknown => ({
  status: folded.status,
  total: folded.total,
  requested: folded.requested,
  captured: folded.captured,
  cancelled: folded.cancelled,
  refunded: folded.refunded,
  remaining: remainingOf(folded),
  revision,
  position: Number(position),
  rows: folded.rows.map(({ rowId, unitPrice, quantity, left }) => [
    rowId,
    unitPrice,
    quantity,
    left,
  ]),
  payment: folded.payment === undefined ? null : [folded.payment.intent, folded.payment.status],
  captures: folded.captures.map(({ captureId, amount, refunded, status: is }) => [
    ...[captureId, amount, refunded, is],
  ]),
  refunds: folded.refunds.map(({ refundId, amount, status: is }) => [refundId, amount, is]),
});

const shown = `
  SELECT order_id, json_build_object(
    'status', status, 'total', total, 'requested', requested, 'captured', captured,
    'cancelled', cancelled, 'refunded', refunded,
    'remaining', remaining,
    'revision', revision, 'position', position,
    'rows', (SELECT coalesce(json_agg(
        json_build_array(r->'rowId', r->'unitPrice', r->'quantity', r->'remainingQuantity')), '[]')
      FROM json_array_elements(o.rows) r),
    'payment', CASE WHEN payment IS NOT NULL THEN
      json_build_array(payment->'paymentIntent', payment->'status') END,
    'captures', (SELECT coalesce(json_agg(
        json_build_array(capture_id, amount, refunded, c.status) ORDER BY revision), '[]')
      FROM captures c WHERE c.order_id = o.order_id),
    'refunds', (SELECT coalesce(json_agg(
        json_build_array(refund_id, amount, coalesce(x.status, r.outcome)) ORDER BY revision), '[]')
      FROM refunds r LEFT JOIN refund_outcomes x USING (order_id, refund_id)
      WHERE r.order_id = o.order_id)) AS shown
  FROM orders o WHERE order_id = ANY($1)`;

const applied = `
  SELECT a.order_id, a.correlation_id
  FROM unnest($1::uuid[], $2::text[]) AS a (order_id, correlation_id)
  WHERE NOT EXISTS (SELECT FROM applied_actions x
      WHERE x.order_id = a.order_id AND x.correlation_id = a.correlation_id)
    AND NOT EXISTS (SELECT FROM captures c
      WHERE c.order_id = a.order_id AND c.correlation_id = a.correlation_id)
    AND NOT EXISTS (SELECT FROM orders o
      WHERE o.order_id = a.order_id AND o.registered_by = a.correlation_id)`;

/**
 * Reads the read models in PostgreSQL. The connection is direct, not through a proxy that injects
 * faults, so that no fault disturbs the check.
 */
export class ReadModels {
  private constructor(private readonly client: Client) {}

  static async use<T>(url: string, work: (models: ReadModels) => Promise<T>): Promise<T> {
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      query_timeout: askMsMax,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await work(new ReadModels(client));
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async position(): Promise<bigint> {
    const { rows } = await this.client.query<{ position: string }>(
      'SELECT position FROM projection',
    );
    return BigInt(rows[0]?.position ?? -1);
  }

  /** The read models must equal the state that follows from the log. */
  async check(histories: ReadonlyMap<string, History>): Promise<readonly Finding[]> {
    const { rows } = await this.client.query<{ order_id: string; shown: unknown }>(shown, [
      [...histories.keys()],
    ]);
    const found = new Map(rows.map(({ order_id: orderId, shown: order }) => [orderId, order]));
    return [...histories]
      .filter(([id, history]) => differs(found.get(id), expectedOf(history)))
      .map(([id, history]) =>
        finding('the read model equals the fold', id, found.get(id), 'not', expectedOf(history)),
      );
  }

  /**
   * PostgreSQL must have a mark for every request that caused an event. Without its mark, a read
   * that waits for the request's effect would wait in vain.
   */
  async checkApplied(
    actions: readonly { readonly orderId: string; readonly correlationId: string }[],
  ): Promise<readonly Finding[]> {
    const { rows } = await this.client.query(applied, [
      actions.map(({ orderId }) => orderId),
      actions.map(({ correlationId }) => correlationId),
    ]);
    return rows.map((row) => finding('every action is marked as applied', row));
  }
}

const differs = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) !== JSON.stringify(other);
