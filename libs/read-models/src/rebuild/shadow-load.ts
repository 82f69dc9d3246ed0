import { Client, type ClientBase, type ClientConfig } from 'pg';
import type { ProjectionPage } from '../projection/projection-page.js';
import { preparePlans } from '../sql/query.js';
import { BulkLoad } from './bulk-load.js';
import { schemasOf } from './shadow-schema.js';
import type { CustomerOpener } from '../tables/order-customers.js';

const loadsName = 'ledger rebuild load';

const endLoadsSql = `
  SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = '${loadsName}'`;

/**
 * Ends the connections of all loads, because PostgreSQL continues the statements of a killed
 * process. Only the holder of the rebuild's lock may call this: all loads then belong to its own
 * rebuild.
 */
export const endLoads = async (client: ClientBase): Promise<void> => {
  await client.query(endLoadsSql);
};

export interface ShadowLoadOptions {
  /** The most rows of orders kept in memory, at about 500 bytes for each row. */
  readonly heldRowsMax: number;
  /** Decrypts the customers of orders. */
  readonly customers: CustomerOpener;
}

/**
 * Loads one part (partition) of the log into the new tables of a running rebuild. Parts can be
 * loaded at the same time, each by its own `ShadowLoad`, because all events of an order, and all
 * settlements of a store in one currency, are in one part.
 */
export class ShadowLoad {
  readonly #loading: BulkLoad;

  private constructor(
    private readonly client: Client,
    { heldRowsMax, customers }: ShadowLoadOptions,
  ) {
    this.#loading = new BulkLoad(client, heldRowsMax, customers);
  }

  static async open(config: ClientConfig, options: ShadowLoadOptions): Promise<ShadowLoad> {
    const application_name = loadsName;
    const client = new Client({ ...config, application_name, pipeline: true, keepAlive: true });
    // A lost connection makes the waiting statements fail. Without this listener the error would
    // end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(rebuildSessionSql);
      const { shadow } = await schemasOf(client);
      await client.query(`SET search_path = ${shadow}`);
      await preparePlans(client);
      return new ShadowLoad(client, options);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  /** Begins to write the next events of this part of the log. */
  async apply(page: Pick<ProjectionPage, 'events' | 'settlements' | 'damages'>): Promise<void> {
    await this.#loading.apply(page);
  }

  /** Writes everything that is left in memory, and resolves when all of it is written. */
  async finish(): Promise<void> {
    await this.#loading.finish();
  }

  async end(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}

/**
 * The settings of each connection of a rebuild. Statements may take long. Commits need not wait for
 * the disk, because a crash before the switch loses the whole rebuild anyway.
 */
export const rebuildSessionSql = `
  SET statement_timeout = 0; SET synchronous_commit = off; SET maintenance_work_mem = '128MB'`;
