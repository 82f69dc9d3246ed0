import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/system.js';
import type { Fault } from '../faults/fault.js';
import type { Journal } from '../load/journal.js';
import type { Operation } from '../load/operation.js';
import { checkAnswers, checkOrigins } from './check-answers.js';
import { checkGateway, checkUnused, isWaiting } from './check-gateway.js';
import { checkParts } from './check-parts.js';
import { ReadModels } from './check-read-models.js';
import { checkStreamEnds, checkWholeStreams } from './check-streams.js';
import { finding } from './finding.js';
import type { Finding } from './finding.js';
import { Histories } from './histories.js';
import type { History } from './histories.js';
import type { Effect } from './logged-event.js';
import { GatewayReader } from './read-gateway.js';
import { LogReader } from './read-log.js';
import type { LedgerSystem } from '../parts/ledger-system.js';

const projectionMsMax = 60_000;
const againMs = 250;

/**
 * Decides whether the system behaved correctly. Between rounds, without load and faults, the oracle
 * compares log, read models, gateway and answers with each other.
 */
export class Oracle {
  readonly histories = new Histories();

  constructor(
    private readonly system: LedgerSystem,
    private readonly journal: Journal,
  ) {}

  /**
   * Reads the events added to the log since the last call. Returns the position of the last event.
   */
  async readLog(): Promise<bigint> {
    await LogReader.use(this.system.eventStoreUrl, async (reader) => {
      for await (const event of reader.after(this.histories.position)) this.histories.take(event);
    });
    return this.histories.position ?? -1n;
  }

  /** Waits until PostgreSQL answers and the read models include the whole log. */
  async awaitProjection(withinMs: number): Promise<void> {
    const end = await this.readLog();
    const reached = async (): Promise<boolean> => {
      const at = await ReadModels.use(this.system.databaseUrl, (models) => models.position()).catch(
        () => -1n,
      );
      return at >= end;
    };
    await eventually(`the projection reaches ${end}`, reached, withinMs);
  }

  /**
   * Waits until the gateway has completed all captures, refunds and releases. After `withinMs` the
   * wait ends anyway, and the check reports what is open.
   */
  async awaitOutcomes(withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    const waiting = (): boolean =>
      [...this.histories.orders.values()].some(({ folded }) => isWaiting(folded));
    await this.readLog();
    while (waiting() && performance.now() < deadline) {
      await delay(againMs);
      await this.readLog();
    }
  }

  /**
   * Checks the round that has just ended.
   *
   * @param repeated commands of earlier rounds that were sent again in this round
   */
  async judge(
    faults: readonly Fault[],
    repeated: readonly Operation[],
  ): Promise<readonly Finding[]> {
    const { histories, journal, system } = this;
    await this.readLog();
    const fresh = histories.fresh.splice(0);
    const touched = fresh.map(({ orderId }) => orderId);
    const operations = [...journal.ofRound, ...repeated];
    const found = [
      ...histories.findings.splice(0),
      ...checkAnswers(operations, histories),
      ...checkOrigins(operations, fresh),
      ...checkParts(system, faults),
      ...journal.wrongReads
        .splice(0)
        .map((read) => finding('a read shows what it waited for', read)),
    ];
    return [...found, ...(await this.judgeCopies(fresh, touched))];
  }

  /** Checks all streams, read models and payments again at the end of the run. */
  async judgeAll(): Promise<readonly Finding[]> {
    const { histories, system } = this;
    const { orders } = histories;
    return this.whileUnchanged(async () => [
      ...(await LogReader.use(system.eventStoreUrl, (reader) =>
        checkWholeStreams(reader, histories),
      )),
      ...(await ReadModels.use(system.databaseUrl, (models) => models.check(orders))),
      ...(await this.judgeGateway(orders)),
    ]);
  }

  /**
   * Checks that the read models, the streams and the gateway agree with the events read from
   * `$all`.
   */
  private async judgeCopies(
    fresh: readonly Effect[],
    orderIds: readonly string[],
  ): Promise<readonly Finding[]> {
    const { system } = this;
    return this.whileUnchanged(async () => {
      const touched = this.historiesOf(orderIds);
      const models = await ReadModels.use(system.databaseUrl, async (readModels) => [
        ...(await readModels.check(touched)),
        ...(await readModels.checkApplied(fresh)),
      ]);
      const streams = await LogReader.use(system.eventStoreUrl, (reader) =>
        checkStreamEnds(reader, touched),
      );
      return [...models, ...streams, ...(await this.judgeGateway(touched))];
    });
  }

  /** Compares card orders with the gateway, and looks for charges that belong to no order. */
  private async judgeGateway(histories: ReadonlyMap<string, History>): Promise<readonly Finding[]> {
    const intentIn = ({ folded }: History): string[] =>
      folded.payment === undefined ? [] : [folded.payment.intent];
    const touched = new Set([...histories.values()].flatMap(intentIn));
    const used = new Set([...this.histories.orders.values()].flatMap(intentIn));
    const intents = await new GatewayReader(this.system.gatewayUrl).intents(touched);
    const cards = [...histories].flatMap(([orderId, { folded }]) =>
      folded.payment === undefined
        ? []
        : checkGateway(orderId, folded, intents.get(folded.payment.intent)),
    );
    return [...cards, ...checkUnused(used, intents.values())];
  }

  /**
   * Orders may expire at any time, so the log may change while a check runs, which would give false
   * findings. A check with findings is repeated until the log stays the same.
   */
  private async whileUnchanged(
    judge: () => Promise<readonly Finding[]>,
  ): Promise<readonly Finding[]> {
    for (;;) {
      const before = this.histories.position;
      const findings = await judge();
      if (findings.length === 0 || (await this.readLog()) === before) return findings;
      await this.awaitOutcomes(projectionMsMax);
      await this.awaitProjection(projectionMsMax);
    }
  }

  /**
   * Returns the computed state of these orders. An order whose first event broke a rule has none,
   * but that rule is already a finding.
   */
  private historiesOf(orderIds: readonly string[]): ReadonlyMap<string, History> {
    const { orders } = this.histories;
    const wanted = new Set(orderIds);
    return new Map([...orders].filter(([id]) => wanted.has(id)));
  }
}
