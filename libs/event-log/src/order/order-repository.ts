import { setTimeout as delay } from 'node:timers/promises';
import type { Replayed } from '#ledger';
import type { EventStore } from '../client/event-store.js';
import { OutcomeUnknown } from '../faults/outcome-unknown.js';
import { TooManyConflicts } from '../faults/too-many-conflicts.js';
import { backOffMs, type BackOff } from '../retry/back-off.js';
import { GiveUpTime } from '../retry/give-up-time.js';
import { persistently } from '../retry/persistently.js';
import { appendProposal } from './append-proposal.js';
import { assertFitsOneAppend } from './assert-fits-one-append.js';
import { loadOrder } from './load-order.js';
import type { LoadedOrder } from './loaded-order.js';
import type { Executed, OrderExecution } from './order-execution.js';
import { OrderQueue } from './order-queue.js';
import {
  defaultOrderRepositoryOptions,
  type OrderRepositoryOptions,
} from './order-repository-options.js';
import { proposalOf } from './proposal.js';
import { RecentOrders } from './recent-orders.js';
import { streamOf } from './stream-of.js';

/** Between attempts of processes that compete for one order: about as long as an append takes. */
const conflictBackOff: BackOff = { firstMs: 2, mostMs: 50 };

/** Loads orders from the log and executes commands on them (architecture.md, "The write path"). */
export class OrderRepository {
  readonly #options: OrderRepositoryOptions;
  readonly #queue: OrderQueue;
  readonly #recent: RecentOrders;

  constructor(
    private readonly eventStore: EventStore,
    options: Partial<OrderRepositoryOptions> = {},
  ) {
    this.#options = { ...defaultOrderRepositoryOptions, ...options };
    this.#queue = new OrderQueue(this.#options);
    this.#recent = new RecentOrders(this.#options);
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
    return this.#queue.run(execution.orderId, () => this.#decideUntilWritten(execution));
  }

  async #decideUntilWritten(execution: OrderExecution): Promise<Executed> {
    const time = new GiveUpTime(this.#options.giveUpAfterMs);
    for (let conflicts = 0; conflicts < this.#options.conflictsMax && !time.passed;) {
      const known = await this.#load(execution.orderId, time);
      const executed = await this.#decideOnce(execution, known, time);
      if (executed !== 'conflict') return executed;
      await delay(backOffMs(conflictBackOff, conflicts));
      conflicts += 1;
    }
    throw new TooManyConflicts(execution.orderId);
  }

  async #decideOnce(
    execution: OrderExecution,
    known: LoadedOrder | undefined,
    time: GiveUpTime,
  ): Promise<Executed | 'conflict'> {
    const decision = execution.decide(known?.order);
    if (decision.kind === 'rejected') return decision;
    if (decision.kind === 'replayed') return this.#answerAgain(known, decision, time);
    const proposal = proposalOf({ execution, known, decision });
    assertFitsOneAppend(proposal.events);
    const written = await appendProposal(this.eventStore, proposal, time);
    if (written.kind === 'conflict') return 'conflict';
    const { order, chain } = proposal;
    const { revision, position } = written;
    this.#recent.keep(execution.orderId, { order, revision, position, chain });
    return {
      kind: 'accepted',
      replayed: false,
      revision,
      position,
      ...captureIdOf(decision),
      order,
    };
  }

  /** The answer of an earlier request; the fold remembers its revision, the position stands beside the event. */
  async #answerAgain(
    known: LoadedOrder | undefined,
    decision: Replayed,
    time: GiveUpTime,
  ): Promise<Executed> {
    if (known === undefined) throw new TypeError('Only a known order can have answered before.');
    const { revision } = decision;
    const streamId = streamOf(known.order.balance.orderId);
    const position =
      revision === known.revision
        ? known.position
        : await persistently(time, async () => {
            const [event] = await this.eventStore.read({
              streamId,
              fromRevision: revision,
              eventsMax: 1,
            });
            return event?.position?.commit;
          });
    if (position === undefined) throw new OutcomeUnknown(`no event ${revision} in ${streamId}`);
    return {
      kind: 'accepted',
      replayed: true,
      revision,
      position,
      ...captureIdOf(decision),
      order: known.order,
    };
  }

  /** Always as the log tells it now; of a recent order only the end of its stream is read. */
  async #load(orderId: string, time: GiveUpTime): Promise<LoadedOrder | undefined> {
    const recent = this.#recent.get(orderId);
    const loaded = await persistently(time, () => loadOrder(this.eventStore, orderId, recent));
    if (loaded !== undefined) this.#recent.keep(orderId, loaded);
    return loaded;
  }
}

const captureIdOf = ({ captureId }: { captureId?: string }): { captureId?: string } =>
  captureId === undefined ? {} : { captureId };
