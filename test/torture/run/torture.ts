import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describeFault } from '../faults/fault.js';
import { inflict } from '../faults/inflict.js';
import { describePlan, planRound } from '../faults/plan-round.js';
import type { RoundPlan } from '../faults/plan-round.js';
import { Callers } from '../load/callers.js';
import { Checkout } from '../load/checkout.js';
import { Journal } from '../load/journal.js';
import { LedgerHttp } from '../load/ledger-http.js';
import { finding } from '../oracle/finding.js';
import type { Finding } from '../oracle/finding.js';
import { Oracle } from '../oracle/oracle.js';
import { LedgerSystem } from '../parts/ledger-system.js';
import { awaitRecovery, recoveryMsMax, repeatSome, settle } from './recovery.js';

export interface TortureOptions {
  readonly seed: number;
  /** No further round begins after this many minutes. */
  readonly minutes: number;
  /**
   * The first round to run. A late round that failed can be repeated without the rounds before it.
   */
  readonly firstRound: number;
  readonly roundsMax: number;
  readonly callers: number;
  /** The kinds of faults to leave out. */
  readonly without: ReadonlySet<string>;
  /** An empty folder for the data and logs of all processes. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

const orders = 40;
const earlierMost = 20_000;

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort()
    .map(([name, count]) => `${name}: ${count}`)
    .join(', ');

/**
 * Runs rounds in which faults hit a ledger under load. After each round, load and faults stop, and
 * the oracle checks whether anything went wrong.
 */
export class Torture {
  private readonly journal = new Journal();
  private readonly http: LedgerHttp;
  private readonly callers: Callers;
  private readonly oracle: Oracle;

  private constructor(
    private readonly system: LedgerSystem,
    private readonly options: TortureOptions,
  ) {
    const { seed, callers } = options;
    this.http = new LedgerHttp(system);
    const checkout = new Checkout(system);
    this.callers = new Callers({
      ...{ http: this.http, checkout, journal: this.journal, seed, callers },
    });
    this.oracle = new Oracle(system, this.journal);
  }

  /**
   * Runs until a round has findings, and returns them. Returns an empty list if nothing went wrong.
   */
  static async run(options: TortureOptions): Promise<readonly Finding[]> {
    const system = await LedgerSystem.start(options.folder);
    options.say(`full disk by ${system.disk.kind}`);
    const torture = new Torture(system, options);
    try {
      return await torture.rounds();
    } finally {
      await torture.http.close();
      await system.stop();
    }
  }

  /** A text with the numbers of commands, requests, answers and events so far. */
  get counts(): string {
    const attempts = this.journal.operations.flatMap((operation) => operation.attempts);
    const answers = new Map<string, number>();
    for (const { outcome } of attempts) {
      const kind = outcome.kind === 'answered' ? String(outcome.status) : outcome.kind;
      answers.set(kind, (answers.get(kind) ?? 0) + 1);
    }
    const requests = `${this.journal.operations.length} operations, ${attempts.length} requests`;
    return `${requests} (${listed(answers)})\n  events: ${listed(this.oracle.histories.types)}`;
  }

  private async rounds(): Promise<readonly Finding[]> {
    const { seed, minutes, firstRound, roundsMax, without, say } = this.options;
    await this.callers.prepare(orders);
    const until = performance.now() + minutes * 60_000;
    for (let count = 0; count < roundsMax && performance.now() < until; count += 1) {
      const plan = planRound(seed, firstRound + count, without);
      say(describePlan(plan));
      const found = await this.round(plan);
      say(`  ${this.counts}`);
      if (found.length > 0) return found;
    }
    return this.oracle.judgeAll();
  }

  private async round(plan: RoundPlan): Promise<readonly Finding[]> {
    try {
      await this.loadAndFaults(plan);
      await awaitRecovery(this.system, this.oracle);
      const repeating = { http: this.http, seed: this.options.seed, round: plan.round };
      await settle(this.journal.ofRound, repeating);
      const repeated = await repeatSome(this.journal.operations.slice(-earlierMost), repeating);
      await this.oracle.awaitOutcomes(recoveryMsMax);
      await this.oracle.awaitProjection(recoveryMsMax);
      const ofRound = new Set(this.journal.ofRound);
      const faults = plan.faults.map(({ fault }) => fault);
      return await this.oracle.judge(
        faults,
        repeated.filter((one) => !ofRound.has(one)),
      );
    } catch (error) {
      return [finding('the system recovers', inspect(error))];
    } finally {
      this.journal.endRound();
    }
  }

  private async loadAndFaults({ round, faults, lengthMs }: RoundPlan): Promise<void> {
    const ending = new AbortController();
    const working = this.callers.work(round, ending.signal);
    const happening = faults.map(async ({ atMs, fault }) => {
      await delay(atMs);
      await inflict(this.system, fault).catch((error: unknown) => {
        throw new Error(`The fault could not be made: ${describeFault(fault)}`, { cause: error });
      });
    });
    try {
      await Promise.all([delay(lengthMs), ...happening]);
    } finally {
      ending.abort();
      this.system.heal();
      await working;
    }
  }
}
