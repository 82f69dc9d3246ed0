import { afterEach, expect } from '@jest/globals';
import { Client } from 'pg';
import type { TestPostgres } from '../../../../test/support/postgres.js';
import { OrderQueries } from '../orders/order-queries.js';
import { LedgerProjection } from '../projection/ledger-projection.js';
import { compareWithFold } from '../verification/differences.js';
import type { RecordedLog } from './recorded-log.js';

interface Projector {
  readonly projection: LedgerProjection;
  readonly client: Client;
}

/**
 * Returns a function that makes projections; each has a connection that is closed after the test.
 */
export const useProjection = (postgres: TestPostgres): (() => Promise<Projector>) => {
  const clients: Client[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map(async (client) => client.end()));
  });
  return async () => {
    const client = new Client({ connectionString: postgres.url, pipeline: true });
    client.on('error', () => undefined);
    clients.push(client);
    await client.connect();
    return { client, projection: new LedgerProjection(client) };
  };
};

/**
 * Expects the read model to show the same state of each order as the ledger computes from the log.
 */
export const expectFolds = async (postgres: TestPostgres, log: RecordedLog): Promise<void> => {
  const queries = new OrderQueries(postgres.pool);
  for (const [orderId, order] of log.orders) {
    const view = await queries.find(orderId);
    if (view === undefined) throw new Error(`Order ${orderId} is not in the read model`);
    const last = log.events.findLast(({ data }) => data.orderId === orderId);
    expect({ differences: compareWithFold(view, order), position: view.position }).toEqual({
      differences: [],
      position: last?.position,
    });
  }
};
