import type { Pool } from 'pg';
import { readHistory, readStoredHistory, streamOf } from '#event-log';
import type { EventStore } from '#event-log';
import { verifyOrder } from '#evidence';
import type { Finding, OrderVerification, VerifiedOrder } from '#evidence';
import type { SealedCustomers } from '#personal-data';
import { OrderQueries, TablesComparison } from '#read-models';
import type { OrderView } from '#read-models';

export interface ShownOrderVerification extends OrderVerification {
  /** The order as the read model shows it. */
  readonly view: OrderView | undefined;
}

export interface OrderSources {
  readonly pool: Pool;
  readonly eventStore: EventStore;
  /** The keys that decrypt customers. Without these keys, rows with customers are not compared. */
  readonly customers: SealedCustomers | undefined;
}

/**
 * Verifies one order: its history in the log, and all its rows in the read model. The comparison is
 * the same as in a verification of the whole log. If the history has findings, the read model is
 * not compared.
 */
export const verifyShownOrder = async (
  order: VerifiedOrder,
  sources: OrderSources,
): Promise<ShownOrderVerification> => {
  const { orderId } = order;
  const view = await new OrderQueries(sources.pool).find(orderId);
  const verified = await verifyOrder(order, readStoredHistory(sources.eventStore, orderId));
  if (verified.findings.count > 0) return { ...verified, view };
  const first = await differencesOf(order, verified, sources);
  return { ...verified, view, findings: { count: first.length, first } };
};

const differencesOf = async (
  { orderId }: VerifiedOrder,
  { events, position }: OrderVerification,
  { pool, eventStore, customers }: OrderSources,
): Promise<Finding[]> => {
  const client = await pool.connect();
  let isBroken = true;
  try {
    const history = readHistory(eventStore, orderId);
    const found = await TablesComparison.compareOrder(client, { orderId, history }, customers);
    isBroken = false;
    const place = events === 0 ? {} : { revision: events - 1, position };
    return found.map(({ detail }) => ({
      ...{ kind: 'read-model', stream: streamOf(orderId), ...place, detail },
    }));
  } finally {
    // After an error the connection may still be in the transaction, so it is closed instead of
    // returned to the pool.
    client.release(isBroken);
  }
};
