import { Deadline } from '#runtime/async';
import type { EventStore } from '../client/event-store.js';
import { asError, TooManyConflicts } from '../faults.js';
import { retryWhileUnavailable } from '../client/reachability.js';
import { appendProposal } from './append-proposal.js';
import { type CommandQueueLimits, CommandQueues, type QueuedCommand } from './command-queues.js';
import { decideBatch, type DecidedBatch, type OrderExecution, appendOf } from './decide-batch.js';
import { followedOrder, type LoadedOrder, loadOrder } from './load-order.js';
import { RecentOrders, type RecentOrdersLimits } from './recent-orders.js';
import { type Executed, replyToCallers, RevisionPositions } from './reply-to-callers.js';
import { orderStreamPrefix } from '../streams.js';
import type { LoggedEvent } from '../subscription/stored-pages.js';
import { Turns } from './turns.js';

type QueuedExecution = QueuedCommand<OrderExecution, Executed>;

/**
 * Commands on one order that were decided together, and whose events, if there are any, are in the
 * log. The answers are right for the newest state of the order, so they can be returned to the
 * callers.
 */
interface CommittedBatch extends Pick<DecidedBatch, 'outcomes'> {
  /** The order after these commands; `undefined` if there is no such order. */
  readonly end: LoadedOrder | undefined;
  readonly appendedFrom: number;
  /**
   * The time that the successful attempt took, from reading the order to the append, in
   * milliseconds; 0 if nothing was appended.
   */
  readonly roundMs: number;
}

/** Loads orders from the log, and executes commands on them (architecture.md, "The write path"). */
export class OrderRepository {
  readonly #eventStore: EventStore;
  readonly #options: OrderRepositoryOptions;
  readonly #queues: CommandQueues<OrderExecution, Executed>;
  readonly #turns = new Turns();
  readonly #recent: RecentOrders;

  constructor(eventStore: EventStore, options: Partial<OrderRepositoryOptions> = {}) {
    this.#eventStore = eventStore;

    this.#options = { ...defaultOrderRepositoryOptions, ...options };
    this.#recent = new RecentOrders(this.#options);
    this.#queues = new CommandQueues(this.#options, (orderId, first) =>
      this.#workOff(orderId, first),
    );
  }

  /** The number of commands that run or wait for their turn. */
  get commands(): number {
    return this.#queues.commands;
  }

  /** Loads the newest state of the order from the log. Throws `EventStoreUnavailable`. */
  load(orderId: string): Promise<LoadedOrder | undefined> {
    return this.#load(orderId, new Deadline(this.#options.giveUpAfterMs));
  }

  /**
   * Decides a command on the order's present state and appends its events. Resolves once the event
   * store has acknowledged the events, or with the rejection of the command. Throws
   * `EventStoreUnavailable`, `OutcomeUnknown`, `TooManyConflicts` and `TooManyWaiting`. Throws
   * `AppendTooLarge` before anything is sent.
   */
  execute(execution: OrderExecution): Promise<Executed> {
    return this.#queues.run(execution.orderId, execution);
  }

  /**
   * The order as this process remembers it; `undefined` if it is not remembered. The log is not
   * read, so the order may be out of date. Throws `EventStoreUnavailable` if the event store has to
   * be checked first and cannot be reached.
   */
  async recall(orderId: string): Promise<LoadedOrder | undefined> {
    await this.#eventStore.proved();
    return this.#recent.get(orderId);
  }

  /**
   * Updates a remembered order with an event of the followed log, so that `recall` finds it. The
   * first event of an order makes this process remember the order. An event that does not follow
   * the remembered state directly changes nothing.
   */
  follow(event: LoggedEvent): void {
    const orderId = event.streamId.slice(orderStreamPrefix.length);
    const known = this.#recent.get(orderId);
    if (known === undefined && event.revision > 0) return;
    const after = followedOrder(known, event);
    if (after !== undefined) this.#recent.keep(orderId, after);
  }

  /**
   * Forgets all remembered orders. To be called when the event store may have a different log, to
   * which these orders do not belong.
   */
  forget(): void {
    this.#recent.clear();
  }

  async #workOff(orderId: string, queued: readonly QueuedExecution[]): Promise<number> {
    const time = new Deadline(this.#options.giveUpAfterMs);
    try {
      const executions = queued.map(({ command }) => command);
      const { outcomes, end, appendedFrom, roundMs } = await this.#decideAndAppend(
        orderId,
        executions,
        time,
      );
      const positions =
        end && new RevisionPositions(this.#eventStore, { orderId, end, appendedFrom }, time);
      await replyToCallers(queued, outcomes, positions);
      if (appendedFrom !== Infinity) await this.#turns.leave(orderId, roundMs);
      return outcomes.length;
    } catch (error) {
      for (const { fail } of queued) fail(asError(error));
      return queued.length;
    }
  }

  /**
   * Decides first on the state of the order that this process remembers; an order that is not
   * remembered is treated as not existing. The remembered state may be out of date. In that case an
   * append fails, because its expected revision is wrong. A batch with nothing to append is decided
   * again on the newest state in the log, so that an outdated state never refuses a valid command.
   */
  async #decideAndAppend(
    orderId: string,
    executions: readonly OrderExecution[],
    time: Deadline,
  ): Promise<CommittedBatch> {
    // After a lost connection the event store may have another log, to which the remembered orders
    // do not belong.
    await retryWhileUnavailable(time, () => this.#eventStore.proved());
    let startedAt = performance.now();
    // While other processes write to the order, the remembered state is nearly always out of date.
    // So the order is read from the log at once.
    let isFresh = this.#turns.isContended(orderId);
    let known = isFresh ? await this.#load(orderId, time) : this.#recent.get(orderId);
    for (let conflicts = 0; !time.passed;) {
      const decided = decideBatch(known, executions);
      if (decided.sealed.length > 0) {
        const written = await this.#write(orderId, { known, decided }, time);
        if (written !== 'conflict') return { ...written, roundMs: performance.now() - startedAt };
        conflicts += 1;
        await this.#turns.lost(orderId, conflicts);
      } else if (isFresh || !needsFreshState(decided)) {
        return { outcomes: decided.outcomes, end: known, appendedFrom: Infinity, roundMs: 0 };
      }
      startedAt = performance.now();
      known = await this.#load(orderId, time);
      isFresh = true;
    }
    throw new TooManyConflicts(orderId);
  }

  async #write(
    orderId: string,
    { known, decided }: { known: LoadedOrder | undefined; decided: DecidedBatch },
    time: Deadline,
  ): Promise<Omit<CommittedBatch, 'roundMs'> | 'conflict'> {
    const append = appendOf(orderId, known, decided.sealed);
    const written = await retryWhileUnavailable(time, () =>
      appendProposal(this.#eventStore, append, time),
    );
    if (written.kind === 'conflict') {
      this.#options.onConflict();
      return 'conflict';
    }
    if (decided.after === undefined) throw new TypeError('What was written makes an order.');
    const end = { ...decided.after, position: written.position };
    this.#recent.keep(orderId, end);
    return { outcomes: decided.outcomes, end, appendedFrom: append.firstRevision };
  }

  /**
   * Loads the newest state of the order from the log. If this process remembers the order, only
   * later events are read.
   */
  async #load(orderId: string, time: Deadline): Promise<LoadedOrder | undefined> {
    const loaded = await retryWhileUnavailable(time, async () => {
      await this.#eventStore.proved();
      return loadOrder(this.#eventStore, orderId, this.#recent.get(orderId));
    });
    if (loaded !== undefined) this.#recent.keep(orderId, loaded);
    return loaded;
  }
}

/**
 * True if an outcome may be different in the newest state of the order, so that the order has to be
 * read again before the callers are answered. A refusal, an error, and an answer that was derived
 * from the state may be different. An answer that was found by its idempotency key never changes.
 */
const needsFreshState = ({ outcomes }: DecidedBatch): boolean =>
  outcomes.some((outcome) => outcome.kind !== 'replayed' || outcome.decision.isByState === true);

/** Limits on executing commands. */
export interface OrderRepositoryOptions extends CommandQueueLimits, RecentOrdersLimits {
  /**
   * The time for which a command is retried, in milliseconds. A command is retried while the event
   * store does not answer, or while other processes keep changing the order. A call to the event
   * store that is running at the end of this time may end later.
   */
  readonly giveUpAfterMs: number;
  /** Called each time an append found that another process had changed the order. */
  readonly onConflict: () => void;
}

export const defaultOrderRepositoryOptions: OrderRepositoryOptions = {
  waitingPerOrderMax: 1_000,
  togetherMax: 128,
  commandsMax: 10_000,
  waitMsMax: 10_000,
  giveUpAfterMs: 10_000,
  onConflict: () => undefined,
  recentOrdersMax: 50_000,
  recentBytesMax: 128 * 1024 * 1024,
};
