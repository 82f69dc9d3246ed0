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
 * Ends what PostgreSQL still does for loads: of a process that was killed, or of a thread that was
 * ended, it goes on with what it was sent. Only for the holder of the rebuild's lock, to whom all
 * loads belong.
 */
export const endLoads = async (client: ClientBase): Promise<void> => {
  await client.query(endLoadsSql);
};

export interface ShadowLoadOptions {
  /** Rows of orders kept in memory, about 500 bytes each. */
  readonly heldRowsMax: number;
  /** Opens the customers of orders. */
  readonly customers: CustomerOpener;
}

/**
 * Fills the tables of a rebuild that has begun with the orders and settlements of a part of the
 * log, from its beginning. Parts may be loaded side by side, each by a load of its own: no order
 * and no settlement is in two of them.
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
    // A connection that is lost fails what is under way; without a listener it would end the
    // process.
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

  /** The next events of the part. */
  async apply(page: Pick<ProjectionPage, 'events' | 'settlements' | 'damages'>): Promise<void> {
    await this.#loading.apply(page);
  }

  /** Resolves when everything is written. */
  async finish(): Promise<void> {
    await this.#loading.finish();
  }

  async end(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}

/**
 * The settings of every connection of a rebuild: statements may take long, and nothing is of use
 * before the switch.
 */
export const rebuildSessionSql = `
  SET statement_timeout = 0; SET synchronous_commit = off; SET maintenance_work_mem = '128MB'`;
