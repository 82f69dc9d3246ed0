import type { Pool } from 'pg';
import { accessMigrations } from '#access';
import { gatewayMigrations } from '#gateway';
import { personalDataMigrations, PersonKeys } from '#personal-data';
import { readModelMigrations } from '#read-models';
import { migrate, openPool } from '#runtime';
import { webhookMigrations } from '#webhooks';
import { consumerMigrations } from '../consumers/postgres-checkpoint.js';
import type { WorkerOptions } from '../worker-options.js';

const limits = {
  max: 2,
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 15_000,
  query_timeout: 20_000,
  keepAlive: true,
};

/**
 * Opens the connections that all tasks share. Only the projection does not use them: it has a
 * separate connection (`WorkerSession`).
 */
export const openWorkerPool = ({
  databaseUrl,
  logger,
}: Pick<WorkerOptions, 'databaseUrl' | 'logger'>): Pool => {
  const connection = {
    connectionString: databaseUrl,
    application_name: 'ledger worker',
    ...limits,
  };
  return openPool(connection, (reason) => {
    logger.warn({ reason }, 'a connection to PostgreSQL was lost');
  });
};

/**
 * Migrates the tables of the database, and checks that the secret key decrypts the stored
 * customers. Throws `PersonKeyUnreadable` if the key does not.
 */
export const prepareDatabase = async (options: WorkerOptions): Promise<void> => {
  const pool = openWorkerPool(options);
  try {
    await migrate(pool, [
      accessMigrations,
      personalDataMigrations,
      readModelMigrations,
      webhookMigrations,
      consumerMigrations,
      gatewayMigrations,
    ]);
    await new PersonKeys(options.secretKey).begin(pool);
  } finally {
    await pool.end();
  }
};
