import { Client, type ClientConfig } from 'pg';
import { readPosition } from '../projection/checkpoint.js';
import { LedgerProjection } from '../projection/ledger-projection.js';
import type { LogMark, ProjectionPage } from '../projection/projection-page.js';
import { preparePlans } from '../sql/query.js';
import { applyStagedSql, stagingTableSql } from '../tables/captures.js';
import { type CustomerOpener, noCustomers } from '../tables/order-customers.js';
import { endLoads, rebuildSessionSql } from './shadow-load.js';
import { ShadowSchema } from './shadow-schema.js';
import { type Switching, switchTables } from './switch-tables.js';

interface Connections {
  /** The connection that writes the new tables. */
  readonly client: Client;
  /** The connection that holds the rebuild's lock, and later switches the tables. */
  readonly switching: Client;
  readonly lost: AbortSignal;
}

export interface ReadModelRebuildOptions {
  /** Decrypts the customers of orders. Without it, an order with a customer stops the rebuild. */
  readonly customers?: CustomerOpener;
}

/**
 * Builds the read models anew in a second set of tables, while the old tables stay in use. The
 * steps are: load the log (`ShadowLoad`), make the indexes (`index`), apply the events that came in
 * the meantime (`follow`), and replace the old tables (`switch`). The old tables do not change
 * before the switch. If a rebuild ends early, the next rebuild drops the second set of tables.
 */
export class ReadModelRebuild {
  readonly #client: Client;
  readonly #switching: Client;
  /**
   * Aborted when a connection is lost. The rebuild's lock may be lost with the connection, and then
   * another rebuild may drop the tables.
   */
  readonly lost: AbortSignal;
  readonly #following: LedgerProjection;

  private constructor(
    { client, switching, lost }: Connections,
    private readonly shadow: ShadowSchema,
    { customers = noCustomers }: ReadModelRebuildOptions,
  ) {
    this.#client = client;
    this.#switching = switching;
    this.lost = lost;
    this.#following = new LedgerProjection(client, { announce: false, customers });
  }

  /** Takes the lock and makes the new, empty tables. @throws RebuildRunning */
  static async begin(
    config: ClientConfig,
    options: ReadModelRebuildOptions = {},
  ): Promise<ReadModelRebuild> {
    const application_name = 'ledger rebuild';
    const clients = [true, false].map(
      (pipeline) => new Client({ ...config, application_name, pipeline, keepAlive: true }),
    ) as [Client, Client];
    const [client, switching] = clients;
    const lost = new AbortController();
    for (const each of clients)
      each.on('error', () => {
        lost.abort(new Error('A connection of the rebuild to PostgreSQL was lost'));
      });
    try {
      for (const each of clients) await each.connect();
      await client.query(rebuildSessionSql);
      await takeLock(switching);
      await endLoads(switching);
      const shadow = await ShadowSchema.create(client);
      await preparePlans(client);
      await client.query(stagingTableSql);
      return new ReadModelRebuild({ client, switching, lost: lost.signal }, shadow, options);
    } catch (error) {
      await Promise.allSettled(clients.map(async (each) => each.end()));
      throw error;
    }
  }

  /**
   * Makes the indexes of the loaded tables, which may take minutes. `loadedTo` is the position up
   * to which the log was loaded; `follow` continues from there. `last` is the last loaded event of
   * an order or a settlement.
   */
  async index(loadedTo: bigint, last?: LogMark): Promise<void> {
    await this.shadow.complete();
    await this.#client.query(applyStagedSql);
    await this.#client.query(
      `UPDATE projection
       SET position = $1, event_position = $2, event_id = $3, event_chain = $4`,
      [loadedTo, last?.position, last?.eventId, last?.chain],
    );
  }

  /** Applies the next events of the log. May be called only after `index`. */
  async follow(page: ProjectionPage): Promise<void> {
    await this.#following.apply(page);
  }

  /**
   * Puts the new tables into use. Returns the position up to which the new tables have applied the
   * log.
   */
  async switch(switching: Switching): Promise<bigint> {
    await switchTables(this.#switching, this.shadow, switching);
    return readPosition(this.#switching);
  }

  /**
   * Cancels all running statements of this rebuild and of its loads. Calls that wait for these
   * statements fail.
   */
  async cancel(): Promise<void> {
    const { processID } = this.#client as Client & { readonly processID: number };
    await this.#switching.query('SELECT pg_cancel_backend($1)', [processID]).catch(() => undefined);
    await endLoads(this.#switching).catch(() => undefined);
  }

  /** Ends the rebuild, also after a failure; drops the new tables if PostgreSQL can be reached. */
  async end(): Promise<void> {
    // The writing connections are ended first, because they write the tables that are dropped next.
    await this.#client.end().catch(() => undefined);
    await endLoads(this.#switching).catch(() => undefined);
    await this.shadow.drop(this.#switching).catch(() => undefined);
    await this.#switching.end().catch(() => undefined);
  }
}

const takeLock = async (client: Client): Promise<void> => {
  const { rows } = await client.query<{ ours: boolean }>(
    `SELECT pg_try_advisory_lock(${rebuildLock}) AS ours`,
  );
  if (rows[0]?.ours !== true) throw new RebuildRunning();
};

/** The id of PostgreSQL's advisory lock that the one running rebuild holds. */
export const rebuildLock = 7_223_003;

/** Thrown if another rebuild holds the lock. Nothing was done. */
export class RebuildRunning extends Error {
  override readonly name = 'RebuildRunning';

  constructor() {
    super('Another rebuild of these read models is running');
  }
}
