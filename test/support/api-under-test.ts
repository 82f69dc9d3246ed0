import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { ClientDirectory, StoreDirectory, scopes } from '#access';
import type { ApiClient } from '#access';
import type { GatewayConnection, LedgerProcess } from '#runtime';
import type { EdgeOptions } from '../../apps/api/src/api-options.js';
import { runApi, type RunningApi } from '../../apps/api/src/main.js';
import { runEventNode } from '../../apps/event-node/src/main.js';
import { runGatewaySandbox } from '../../apps/gateway-sandbox/src/main.js';
import { runWorker } from '../../apps/worker/src/main.js';
import { TestPostgres } from './postgres.js';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The client that most specs use. The client has all scopes, for all of `demoStores`. */
export const demoClient = { clientId: 'demo', clientSecret: 'demo-secret-0123456789' };

/** The stores for which the demo client may act. */
export const demoStores = [
  { storeId: 'demo-se', salesSegment: 'B2C', currency: 'SEK' },
  { storeId: 'demo-b2b', salesSegment: 'B2B', currency: 'SEK' },
  { storeId: 'demo-jp', salesSegment: 'B2C', currency: 'JPY' },
] as const;

/** A store that exists, but that the demo client may not use. */
export const otherStore = 'other-se';

interface Connections {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly secretKey: Uint8Array;
  readonly gateway?: GatewayConnection;
}

interface TestOptions extends EdgeOptions {
  /**
   * True to start a sandbox of the card gateway. Without one, captures of card orders are never
   * settled.
   */
  readonly hasGateway?: boolean;
  readonly allowInsecureBasic?: boolean;
}

/**
 * The real API, worker, event store and PostgreSQL, on free ports and in temporary folders.
 * PostgreSQL is a separate process; the others run in the process of the spec. A spec calls `start`
 * in `beforeAll` and `stop` in `afterAll`.
 */
export class ApiUnderTest {
  /** A fixed encryption key, as operators set it in LEDGER_SECRET_KEY. */
  readonly secretKey = new Uint8Array(32).fill(42);
  /** The lines that the API wrote to its log, of level warn and above. */
  readonly log: Record<string, unknown>[] = [];
  private readonly postgres = new TestPostgres([]);
  private readonly parts: LedgerProcess[] = [];
  private eventNode: LedgerProcess | undefined;
  private api: LedgerProcess | undefined;
  private reached: Connections | undefined;
  private folder = '';
  url = '';

  constructor(private readonly options: TestOptions = {}) {}

  async start(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'ledger-api-'));
    await this.postgres.start();
    await this.postgres.createDatabase();
    const node = await this.started(
      runEventNode({ host: '127.0.0.1', port: 0, dataDir: join(this.folder, 'event-node') }),
    );
    this.eventNode = node;
    const { secretKey } = this;
    const gateway = this.options.hasGateway === true ? await this.startGateway() : undefined;
    const reached = {
      ...{ databaseUrl: this.postgres.url, eventStoreUrl: node.url, secretKey },
      ...(gateway && { gateway }),
    };
    this.reached = reached;
    const api = await this.started(this.runApi(0));
    this.api = api;
    await this.started(runWorker({ ...reached, logger: pino({ level: 'silent' }) }));
    await new StoreDirectory(this.postgres.pool).create({
      storeId: otherStore,
      salesSegment: 'B2C',
      currency: 'SEK',
      timeZone: 'UTC',
      settlement: 'daily',
    });
    this.url = api.url;
  }

  async stop(): Promise<void> {
    for (const part of this.parts.reverse()) await part.stop();
    await this.postgres.closeDatabase();
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Starts a second API on the same log and database, as if the ledger ran with two replicas. */
  async startReplica(port = 0): Promise<RunningApi> {
    return this.started(this.runApi(port));
  }

  get databaseUrl(): string {
    return this.postgres.url;
  }

  get eventStoreUrl(): string {
    return this.reached?.eventStoreUrl ?? '';
  }

  /** The URL of the card gateway's sandbox; an empty text without a sandbox. */
  get gatewayUrl(): string {
    return this.reached?.gateway?.apiBase ?? '';
  }

  /** Connections to the ledger's database, so that a spec can tamper with rows. */
  get pool(): Pool {
    return this.postgres.pool;
  }

  /**
   * Stops the event store, lets `exchange` replace its data files, and starts it again at the same
   * address. The API and the worker keep running meanwhile.
   */
  async exchangeLog(exchange: (directory: string) => Promise<void>): Promise<void> {
    const directory = join(this.folder, 'event-node');
    const { port } = new URL(this.eventStoreUrl);
    await this.eventNode?.stop();
    await exchange(directory);
    const node = runEventNode({ host: '127.0.0.1', port: Number(port), dataDir: directory });
    this.eventNode = await this.started(node);
  }

  /** Stops the event store, so that a spec can see how the API behaves without it. */
  async stopEventNode(): Promise<void> {
    await this.eventNode?.stop();
  }

  /** Shuts down only the API in an orderly way, as a SIGTERM would. */
  async stopApi(): Promise<void> {
    await this.api?.stop();
  }

  /**
   * Creates an API client. If no scopes or stores are given, the client has all scopes for the demo
   * stores.
   */
  async createClient(client: Partial<ApiClient> & { clientId: string }): Promise<Credentials> {
    const stores = demoStores.map(({ storeId }) => storeId);
    const directory = new ClientDirectory(this.postgres.pool);
    const created = await directory.create({ stores, scopes, ...client });
    if (created.kind !== 'created') throw new Error(`The client was not made: ${created.kind}`);
    return { clientId: client.clientId, clientSecret: created.clientSecret };
  }

  /** Lines in the API's log that report an unexpected error (level 50 is `error`). */
  get failures(): readonly unknown[] {
    return this.log.filter(({ level }) => Number(level) >= 50);
  }

  private async startGateway(): Promise<GatewayConnection> {
    const dataDir = join(this.folder, 'gateway');
    const sandbox = await this.started(runGatewaySandbox({ host: '127.0.0.1', port: 0, dataDir }));
    return { apiBase: sandbox.url, secretKey: 'sk_test_spec' };
  }

  private runApi(port: number) {
    if (this.reached === undefined) throw new Error('It was not started.');
    return runApi({
      // Without a gateway the API refuses card orders. This address is enough to let it accept
      // them, although no gateway answers there.
      gateway: { apiBase: 'http://127.0.0.1:1', secretKey: 'sk_test_nowhere' },
      ...this.options,
      ...this.reached,
      host: '127.0.0.1',
      port,
      bootstrap: { ...demoClient, stores: demoStores },
      logger: pino(
        { level: 'warn' },
        { write: (line: string) => this.log.push(JSON.parse(line) as Record<string, unknown>) },
      ),
    });
  }

  private async started<Part extends LedgerProcess>(starting: Promise<Part>): Promise<Part> {
    const part = await starting;
    this.parts.push(part);
    return part;
  }
}
