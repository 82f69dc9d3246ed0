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

/** The client that most specs use. It has all scopes for the stores below. */
export const demoClient = { clientId: 'demo', clientSecret: 'demo-secret-0123456789' };

/** Stores of the demo client. */
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
   * True to start the gateway's sandbox. Without the sandbox, captures of card orders stay
   * requested and are never settled.
   */
  readonly hasGateway?: boolean;
  readonly allowInsecureBasic?: boolean;
}

/**
 * The real API, worker, event node and PostgreSQL on free ports and in temporary folders. Only
 * PostgreSQL runs in a process of its own. A spec file calls `start` in `beforeAll` and `stop` in
 * `afterAll`.
 */
export class ApiUnderTest {
  /** The 32 bytes of LEDGER_SECRET_KEY. */
  readonly secretKey = new Uint8Array(32).fill(42);
  /** The log of the API: lines of level warn and above. */
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

  /** Starts a second API on the same log and database. */
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

  /** Connections to the database, with which a spec can change rows that the ledger wrote. */
  get pool(): Pool {
    return this.postgres.pool;
  }

  /**
   * Stops the event node, lets `exchange` replace its files and starts it again at the same
   * address. The API and the worker keep running.
   */
  async exchangeLog(exchange: (directory: string) => Promise<void>): Promise<void> {
    const directory = join(this.folder, 'event-node');
    const { port } = new URL(this.eventStoreUrl);
    await this.eventNode?.stop();
    await exchange(directory);
    const node = runEventNode({ host: '127.0.0.1', port: Number(port), dataDir: directory });
    this.eventNode = await this.started(node);
  }

  /** Stops the event node, so that the event store is unavailable. */
  async stopEventNode(): Promise<void> {
    await this.eventNode?.stop();
  }

  /** Stops only the API, in order, as after SIGTERM. */
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

  /** The lines in the log of the API that report unexpected errors. */
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
      // The API accepts card orders only if it has a gateway. Any address is enough, even if no
      // gateway answers there.
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
