import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '../client/event-store.js';
import { asError } from '../faults/as-error.js';
import { TooManyConflicts } from '../faults/too-many-conflicts.js';
import { backOffMs, type BackOff } from '../retry/back-off.js';
import { GiveUpTime } from '../retry/give-up-time.js';
import { persistently } from '../retry/persistently.js';
import { appendProposal } from './append-proposal.js';
import { decideLine, type DecidedLine } from './decide-line.js';
import { loadOrder } from './load-order.js';
import type { LoadedOrder } from './loaded-order.js';
import type { Executed, OrderExecution } from './order-execution.js';
import type { InLine } from './order-line.js';
import { OrderLines } from './order-lines.js';
import {
  defaultOrderRepositoryOptions,
  type OrderRepositoryOptions,
} from './order-repository-options.js';
import { proposalOf } from './proposal.js';
import { RecentOrders } from './recent/recent-orders.js';
import { RevisionPositions } from './revision-positions.js';
import { tellVerdicts } from './tell-verdicts.js';

type CommandInLine = InLine<OrderExecution, Executed>;

/** Decided on a state that the log has confirmed, and written if there was anything to write. */
interface SettledLine extends Pick<DecidedLine, 'verdicts'> {
  /** The order after it; `undefined` if there is none. */
  readonly end: LoadedOrder | undefined;
  readonly appendedFrom: number;
}

/** Between attempts of processes that compete for one order: about as long as an append takes. */
const conflictBackOff: BackOff = { firstMs: 2, mostMs: 50 };

/** Loads orders from the log and executes commands on them (architecture.md, "The write path"). */
export class OrderRepository {
  readonly #options: OrderRepositoryOptions;
  readonly #lines: OrderLines<OrderExecution, Executed>;
  #recent: RecentOrders;

  constructor(
    private readonly eventStore: EventStore,
    options: Partial<OrderRepositoryOptions> = {},
  ) {
    this.#options = { ...defaultOrderRepositoryOptions, ...options };
    this.#recent = new RecentOrders(this.#options);
    this.#lines = new OrderLines(this.#options, (orderId, first) => this.#workOff(orderId, first));
  }

  /** Commands at work or waiting for their turn. */
  get commands(): number {
    return this.#lines.commands;
  }

  /** The order as the log tells it now. Throws `EventStoreUnavailable`. */
  load(orderId: string): Promise<LoadedOrder | undefined> {
    return this.#load(orderId, new GiveUpTime(this.#options.giveUpAfterMs));
  }

  /**
   * Decides a command on the order's present state and appends its events. Resolves only when the store has
   * acknowledged them, or with the rejection. Throws `EventStoreUnavailable`, `OutcomeUnknown`, `TooManyConflicts`,
   * `TooManyWaiting`, and `AppendTooLarge` before anything is sent.
   */
  execute(execution: OrderExecution): Promise<Executed> {
    return this.#lines.run(execution.orderId, execution);
  }

  /** Keeps nothing of what was read: the log is not the one it was. */
  forget(): void {
    this.#recent = new RecentOrders(this.#options);
  }

  async #workOff(orderId: string, inLine: readonly CommandInLine[]): Promise<number> {
    const time = new GiveUpTime(this.#options.giveUpAfterMs);
    try {
      const executions = inLine.map(({ command }) => command);
      const { verdicts, end, appendedFrom } = await this.#settle(orderId, executions, time);
      const positions =
        end && new RevisionPositions(this.eventStore, { orderId, end, appendedFrom }, time);
      await tellVerdicts(inLine, verdicts, positions);
      return verdicts.length;
    } catch (error) {
      for (const { fail } of inLine) fail(asError(error));
      return inLine.length;
    }
  }

  /**
   * The state of a recent order is taken as it was left, any other order is taken as not there. An append proves it by
   * its expected revision; what would write nothing is decided again on what the log says now, so that a stale state
   * never refuses a good command.
   */
  async #settle(
    orderId: string,
    executions: readonly OrderExecution[],
    time: GiveUpTime,
  ): Promise<SettledLine> {
    let known = this.#recent.get(orderId);
    let isFresh = false;
    for (let conflicts = 0; conflicts < this.#options.conflictsMax && !time.passed;) {
      const decided = decideLine(known, executions);
      if (decided.drafts.length > 0) {
        const settled = await this.#write(orderId, { known, decided }, time);
        if (settled !== 'conflict') return settled;
        // The first conflict of a state from before only tells that it was stale.
        if (isFresh) await delay(backOffMs(conflictBackOff, conflicts));
        conflicts += 1;
      } else if (isFresh || !needsFreshState(decided)) {
        return { verdicts: decided.verdicts, end: known, appendedFrom: Infinity };
      }
      known = await this.#load(orderId, time);
      isFresh = true;
    }
    throw new TooManyConflicts(orderId);
  }

  async #write(
    orderId: string,
    { known, decided }: { known: LoadedOrder | undefined; decided: DecidedLine },
    time: GiveUpTime,
  ): Promise<SettledLine | 'conflict'> {
    const proposal = proposalOf(orderId, known, decided.drafts);
    const written = await persistently(time, () => appendProposal(this.eventStore, proposal, time));
    if (written.kind === 'conflict') {
      this.#options.onConflict();
      return 'conflict';
    }
    if (decided.after === undefined) throw new TypeError('What was written makes an order.');
    const end = { ...decided.after, position: written.position };
    this.#recent.keep(orderId, end);
    return { verdicts: decided.verdicts, end, appendedFrom: proposal.firstRevision };
  }

  /** As the log tells it now; of a recent order only the end of its stream is read. */
  async #load(orderId: string, time: GiveUpTime): Promise<LoadedOrder | undefined> {
    const recent = this.#recent.get(orderId);
    const loaded = await persistently(time, async () => {
      await this.eventStore.proved();
      return loadOrder(this.eventStore, orderId, recent);
    });
    if (loaded !== undefined) this.#recent.keep(orderId, loaded);
    return loaded;
  }
}

/** An answer given before stays given; a refusal, or a failure to decide, may be due to what is not known yet. */
const needsFreshState = ({ verdicts }: DecidedLine): boolean =>
  verdicts.some(({ kind }) => kind !== 'replayed');
