import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { pino } from 'pino';
import { StoreDirectory } from '#access';
import {
  connectEventStore,
  ledgerStreamPrefixes,
  OrderRepository,
  SettlementRepository,
} from '#event-log';
import type { EventStore } from '#event-log';
import { decide } from '#ledger';
import type { OrderCommand } from '#ledger';
import { LineQueries, OrderProjection, SettlementQueries } from '#read-models';
import { LogReader } from '../../apps/worker/src/rebuild/log-reader.js';
import { ScheduledCuts } from '../../apps/worker/src/settlement/scheduled-cuts.js';
import { Statements } from '../../apps/worker/src/settlement/statements.js';
import { TestLog } from '../../apps/worker/src/testing/test-log.js';
import type { TestPostgres } from '../support/postgres.js';

const logger = pino({ level: 'silent' });
const never = new AbortController().signal;

/** The real log, projection and worker duties, driven by a clock of the test's own; with two workers at once. */
export class MonthSystem {
  private constructor(
    private readonly log: TestLog,
    private readonly eventStore: EventStore,
    private readonly orders: OrderRepository,
    private readonly reader: LogReader,
    private readonly projecting: Client,
    private readonly projection: OrderProjection,
    private readonly cuts: readonly ScheduledCuts[],
    private readonly statements: readonly Statements[],
  ) {}

  static async start(postgres: TestPostgres): Promise<MonthSystem> {
    const log = await TestLog.start();
    const eventStore = connectEventStore(log.url);
    const projecting = new Client({ connectionString: postgres.url, pipeline: true });
    await projecting.connect();
    const settlements = new SettlementRepository(eventStore);
    const queries = new SettlementQueries(postgres.pool);
    const stores = new StoreDirectory(postgres.pool);
    const workers = [1, 2];
    return new MonthSystem(
      log,
      eventStore,
      new OrderRepository(eventStore),
      new LogReader(eventStore, never),
      projecting,
      new OrderProjection(projecting),
      workers.map(() => new ScheduledCuts(queries, stores, settlements, logger)),
      workers.map(
        () => new Statements(queries, new LineQueries(postgres.pool), settlements, logger),
      ),
    );
  }

  get eventStoreUrl(): string {
    return this.log.url;
  }

  async execute(command: OrderCommand): Promise<void> {
    const executed = await this.orders.execute({
      orderId: command.orderId,
      actionId: command.actionId,
      decide: (order) => decide(order, command),
      origin: {
        clientId: 'shop',
        contract: 'ledger',
        endpoint: 'test',
        correlationId: randomUUID(),
        recordedAt: command.at,
      },
    });
    if (executed.kind === 'rejected') throw new Error(`${command.type}: ${executed.detail}`);
  }

  /** What the worker does by the clock. */
  async tick(now: string): Promise<void> {
    await this.project();
    await Promise.all(this.cuts.map((each) => each.cutDue(now, never)));
    await this.project();
    await Promise.all(this.statements.map((each) => each.stateClosed(now, never)));
    await this.project();
  }

  async stop(): Promise<void> {
    await this.reader.close();
    await this.projecting.end();
    await this.eventStore.dispose();
    await this.log.remove();
  }

  private async project(): Promise<void> {
    const end = (await this.eventStore.lastPosition(...ledgerStreamPrefixes)) ?? -1n;
    await this.reader.readTo(end, (page) => this.projection.apply(page));
  }
}
