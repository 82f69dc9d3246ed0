import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { pino } from 'pino';
import { StoreDirectory } from '#access';
import {
  connectEventStore,
  cutNow,
  ledgerStreams,
  OrderRepository,
  SettlementRepository,
  LoggedStatements,
} from '#event-log';
import type { EventStore, SettlementExecuted, SettlementExecution } from '#event-log';
import { verifyLog } from '#evidence';
import type { Verification } from '#evidence';
import { decide, payOutSettlement, settlementActionIdOf } from '#ledger';
import type { OrderCommand, StatementByLog } from '#ledger';
import { LineQueries, LedgerProjection, SettlementProblems, SettlementQueries } from '#read-models';
import type { SettlementView } from '#read-models';
import { rebuildReadModels } from '../../apps/worker/src/main.js';
import { LogReader } from '../../apps/worker/src/rebuild/log-reader.js';
import { MatchingStatements } from '../../apps/worker/src/settlement/matching-statements.js';
import { ScheduledCuts } from '../../apps/worker/src/settlement/settlement-task.js';
import { Statements } from '../../apps/worker/src/settlement/statements.js';
import { TestLog } from '../../apps/worker/src/testing/test-log.js';
import type { TestPostgres } from '../support/postgres.js';

const logger = pino({ level: 'silent' });
const never = new AbortController().signal;

const originAt = (recordedAt: string) => ({
  clientId: 'shop',
  contract: 'ledger' as const,
  endpoint: 'test',
  correlationId: randomUUID(),
  recordedAt,
});

/** The store and currency for which a caller asks to close a settlement now. */
interface Account {
  readonly storeId: string;
  readonly currency: string;
  readonly timeZone: string;
}

interface Parts {
  readonly postgres: TestPostgres;
  readonly log: TestLog;
  readonly eventStore: EventStore;
  readonly orders: OrderRepository;
  readonly settlements: SettlementRepository;
  readonly heads: SettlementQueries;
  readonly reader: LogReader;
  readonly projecting: Client;
  readonly projection: LedgerProjection;
  readonly cuts: readonly ScheduledCuts[];
  readonly statements: readonly Statements[];
}

/**
 * The real log and projection, with the scheduled tasks of two workers at the same time. The test
 * decides what time it is.
 */
export class MonthSystem {
  private constructor(private readonly parts: Parts) {}

  static async start(postgres: TestPostgres): Promise<MonthSystem> {
    const log = await TestLog.start();
    const eventStore = connectEventStore(log.url);
    const projecting = new Client({ connectionString: postgres.url, pipeline: true });
    await projecting.connect();
    const settlements = new SettlementRepository(eventStore);
    const queries = new SettlementQueries(postgres.pool);
    const stores = new StoreDirectory(postgres.pool);
    const workers = [1, 2];
    return new MonthSystem({
      postgres,
      log,
      eventStore,
      orders: new OrderRepository(eventStore),
      settlements,
      heads: queries,
      reader: new LogReader(eventStore, { signal: never }),
      projecting,
      projection: new LedgerProjection(projecting),
      cuts: workers.map(() => new ScheduledCuts(queries, stores, settlements, logger)),
      statements: workers.map(
        () =>
          new Statements(
            queries,
            new MatchingStatements(eventStore, new LineQueries(postgres.pool), postgres.pool),
            new SettlementProblems(postgres.pool),
            settlements,
            { restatementMs: 0 },
            logger,
          ),
      ),
    });
  }

  /** Empties the read models and rebuilds them from the log, as `ledger rebuild` does. */
  async rebuild(): Promise<void> {
    const { postgres, log } = this.parts;
    await postgres.pool.query(
      'TRUNCATE orders, captures, refunds, settlement_lines, settlements, search_texts, applied_actions',
    );
    await rebuildReadModels({
      eventStoreUrl: log.url,
      databaseUrl: postgres.url,
      secretKey: new Uint8Array(32).fill(7),
      logger,
    });
  }

  async execute(command: OrderCommand): Promise<void> {
    const executed = await this.parts.orders.execute({
      orderId: command.orderId,
      actionId: command.actionId,
      decide: (order) => decide(order, command),
      origin: originAt(command.at),
    });
    if (executed.kind === 'rejected') throw new Error(`${command.type}: ${executed.detail}`);
  }

  /**
   * Lets both workers run their scheduled tasks at the time `now`. Settlements whose period has
   * ended are closed, and their statements (their sums) are recorded.
   */
  async tick(now: string): Promise<void> {
    await this.project();
    await Promise.all(this.parts.cuts.map((each) => each.cutDue(now, never)));
    await this.state(now);
  }

  /** Closes a settlement on request, by the same code as `POST /v1/settlements`. */
  async cut({ storeId, currency, timeZone }: Account, now: string): Promise<void> {
    const { eventStore, settlements, heads } = this.parts;
    const reaches = async (): Promise<boolean> => {
      await this.project();
      return true;
    };
    const stream = { storeId, currency };
    const origin = { ...originAt(now), storeId };
    const cut = { stream, timeZone, at: now, origin };
    const made = await cutNow({ eventStore, settlements, heads, reaches }, cut);
    if (made.kind !== 'accepted') throw new Error(`Not cut: ${made.kind}`);
    await this.state(now);
  }

  async payOut(settlement: SettlementView, reference: string, at: string): Promise<void> {
    const { settlementId } = settlement;
    const byLog = await this.byLog(settlement);
    const executed = await this.decideOn(settlement, at, (account) =>
      payOutSettlement(account, { settlementId, at, reference, byLog }),
    );
    if (executed.kind !== 'accepted') throw new Error(`Not paid out: ${executed.kind}`);
  }

  /** Returns the sums of a settlement, calculated from the log alone. */
  async byLog({ settlementId, storeId, currency }: SettlementView): Promise<StatementByLog> {
    return new LoggedStatements(this.parts.eventStore).of({ storeId, currency }, settlementId);
  }

  /**
   * Lets `decide` make a decision on a settlement, writes the resulting events to the log, and
   * updates the read model.
   */
  async decideOn(
    { storeId, currency }: Pick<SettlementView, 'storeId' | 'currency'>,
    at: string,
    decide: SettlementExecution['decide'],
  ): Promise<SettlementExecuted> {
    const stream = { storeId, currency };
    const executed = await this.parts.settlements.execute({
      stream,
      actionId: settlementActionIdOf(stream, 'pay-out-settlement', randomUUID()),
      origin: { ...originAt(at), storeId },
      decide,
    });
    await this.project();
    return executed;
  }

  /** Verifies the whole log. The read models are not compared. */
  async verify(): Promise<Verification> {
    const { eventStore: log } = this.parts;
    return verifyLog({ log, end: (await log.lastPosition()) ?? -1n });
  }

  async stop(): Promise<void> {
    await this.parts.reader.close();
    await this.parts.projecting.end();
    await this.parts.eventStore.dispose();
    await this.parts.log.remove();
  }

  private async state(now: string): Promise<void> {
    await this.project();
    await Promise.all(this.parts.statements.map((each) => each.stateClosed(now, never)));
    await this.project();
  }

  private async project(): Promise<void> {
    const end = (await this.parts.eventStore.lastPosition(ledgerStreams)) ?? -1n;
    await this.parts.reader.readTo(end, async (page) => {
      await this.parts.projection.apply(page);
    });
  }
}
