import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { accessMigrations, StoreDirectory } from '#access';
import { connectEventStore, type EventStore, type Origin } from '#event-log';
import type { Instant } from '#ledger';
import { gatewayMigrations } from '#gateway';
import { personalDataMigrations } from '#personal-data';
import { readModelMigrations } from '#read-models';
import {
  assertSchemasKnown,
  createLogger,
  lockInstance,
  migrate,
  openPool,
  runningInstance,
  secretKeys,
  type Settings,
  startEmbeddedPostgres,
} from '#runtime';
import { EndpointDirectory, EndpointSecretBox, webhookMigrations } from '#webhooks';
import { consumerMigrations } from '../../../worker/src/consumers/postgres-checkpoint.js';
import { verificationMigrations } from '../../../api/src/queries/verifications/verification-runs.js';
import { databaseUrlOf, eventStoreUrlOf } from '../connections.js';
import { NotThere } from '../exit-code.js';

const allMigrations = [
  accessMigrations,
  personalDataMigrations,
  readModelMigrations,
  webhookMigrations,
  consumerMigrations,
  gatewayMigrations,
  verificationMigrations,
];
const connectWithinMs = 10_000;

/**
 * Runs a task with a pool of PostgreSQL connections, and closes the pool afterwards. Throws
 * `NewerSchema` if a later release has changed the tables.
 */
export const withDatabase = async <Result>(
  settings: Settings,
  task: (pool: Pool) => Promise<Result>,
): Promise<Result> => {
  const connection = {
    connectionString: databaseUrlOf(settings),
    connectionTimeoutMillis: connectWithinMs,
    max: 2,
  };
  // The listener does nothing. The pool replaces an idle connection that is lost, and a query on a
  // lost connection fails by itself.
  const pool = openPool(connection, () => undefined);
  try {
    await assertSchemasKnown(pool, allMigrations);
    return await task(pool);
  } finally {
    await pool.end();
  }
};

/**
 * Throws `NotThere` if the store does not exist. A list command calls it when it found nothing for
 * the store. It does not call it earlier, because the data of a removed store can still be listed.
 */
export const assertStoreThere = async (pool: Pool, storeId: string): Promise<void> => {
  const store = await new StoreDirectory(pool).find(storeId);
  if (store === undefined) throw new NotThere(`There is no store "${storeId}".`);
};

/** Runs a task with a connection to the event store, and closes the connection afterwards. */
export const withEventStore = async <Result>(
  settings: Settings,
  task: (eventStore: EventStore) => Promise<Result>,
): Promise<Result> => {
  const eventStore = connectEventStore(eventStoreUrlOf(settings));
  try {
    return await task(eventStore);
  } finally {
    await eventStore.dispose();
  }
};

/**
 * Runs a task that needs customers' encryption keys and their data in the read models. Missing
 * migrations are run first.
 */
export const withPersonalData = async <Result>(
  settings: Settings,
  task: (pool: Pool) => Promise<Result>,
): Promise<Result> =>
  withDatabase(settings, async (pool) => {
    await migrate(pool, [personalDataMigrations, readModelMigrations]);
    return task(pool);
  });

const standardError = 2;

/**
 * Runs a task on the ledger's PostgreSQL. DATABASE_URL comes first, then the PostgreSQL of the
 * running instance. If there is neither, the embedded PostgreSQL is started for the task, and no
 * instance can start on DATA_DIR meanwhile.
 */
export const withOwnDatabase = async <Result>(
  settings: Settings,
  task: (pool: Pool) => Promise<Result>,
): Promise<Result> => {
  const isThere =
    settings.databaseUrl !== undefined || runningInstance(settings.dataDir) !== undefined;
  if (isThere) return withDatabase(settings, task);
  const release = lockInstance(settings.dataDir);
  try {
    const logger = createLogger({ ...settings, logLevel: 'warn' }, 'postgres', standardError);
    const postgres = await startEmbeddedPostgres({ dataDir: settings.dataDir, logger });
    try {
      return await withDatabase({ ...settings, databaseUrl: postgres.url }, task);
    } finally {
      await postgres.stop();
    }
  } finally {
    release();
  }
};

/** The origin that is recorded in the events that an operator's command writes. */
export const operatorOrigin = (endpoint: string, at: Instant): Origin => ({
  clientId: 'operator',
  contract: 'system',
  endpoint,
  correlationId: randomUUID(),
  recordedAt: at,
});

interface WebhookTools {
  readonly endpoints: EndpointDirectory;
  readonly pool: Pool;
}

/** Runs a task with access to the webhooks of the ledger. */
export const withWebhooks = async <Result>(
  settings: Settings,
  task: (tools: WebhookTools) => Promise<Result>,
): Promise<Result> =>
  withDatabase(settings, async (pool) => {
    await migrate(pool, [accessMigrations, webhookMigrations]);
    const endpoints = new EndpointDirectory(pool, new EndpointSecretBox(secretKeys(settings)));
    return task({ endpoints, pool });
  });
