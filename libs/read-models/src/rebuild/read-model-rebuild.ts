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
  readonly client: Client;
  /** Holds the lock. */
  readonly switching: Client;
  readonly lost: AbortSignal;
}

export interface ReadModelRebuildOptions {
  /** Opens the customers of orders; without it, none may have one. */
  readonly customers?: CustomerOpener;
}

/**
 * Builds the read models anew beside those that serve: everything is loaded (`ShadowLoad`), then
 * `index`, `follow` what came meanwhile, and `switch`. The serving read models and their projection
 * are not touched before the switch. A rebuild that is ended before it leaves at most tables in a
 * schema of their own, which the next rebuild drops.
 */
export class ReadModelRebuild {
  readonly #client: Client;
  readonly #switching: Client;
  /**
   * Aborted when the lock may be lost: another rebuild may then take the new tables for left
   * behind.
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

  /** Throws `RebuildRunning`. */
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
   * Once everything up to that position of the log is loaded, and nothing after it; `last` is the
   * event there. May take minutes.
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

  /** The next page of the log, once there are indexes. */
  async follow(page: ProjectionPage): Promise<void> {
    await this.#following.apply(page);
  }

  /** Switches to the new tables; returns their position. */
  async switch(switching: Switching): Promise<bigint> {
    await switchTables(this.#switching, this.shadow, switching);
    return readPosition(this.#switching);
  }

  /**
   * Ends what PostgreSQL is doing for this rebuild, loads included; calls that wait for it fail.
   */
  async cancel(): Promise<void> {
    const { processID } = this.#client as Client & { readonly processID: number };
    await this.#switching.query('SELECT pg_cancel_backend($1)', [processID]).catch(() => undefined);
    await endLoads(this.#switching).catch(() => undefined);
  }

  /** Also after a failure, and then without a trace if PostgreSQL is there. */
  async end(): Promise<void> {
    // First let what is under way come to its end: it writes the tables that are dropped then.
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

/** Any number, but the same everywhere: it names the lock of the one rebuild. */
export const rebuildLock = 7_223_003;

/** Another rebuild holds the lock. Nothing was done. */
export class RebuildRunning extends Error {
  override readonly name = 'RebuildRunning';

  constructor() {
    super('Another rebuild of these read models is running');
  }
}
