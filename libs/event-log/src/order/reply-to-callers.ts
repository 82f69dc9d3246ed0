import type { Order, Rejected } from '#ledger';
import type { Deadline } from '#runtime/async';
import { asError, EventStoreUnavailable, LedgerFault, OutcomeUnknown } from '../faults.js';
import { retryWhileUnavailable } from '../client/reachability.js';
import { streamOf } from '../streams.js';
import type { AppendsAndReads } from './append-proposal.js';
import type { QueuedCommand } from './command-queues.js';
import type { CommandOutcome, OrderExecution } from './decide-batch.js';
import type { LoadedOrder } from './load-order.js';

/** The answer to a command. */
export type Executed =
  | {
      readonly kind: 'accepted';
      /** True if an earlier request under the same key wrote the events. */
      readonly replayed: boolean;
      /** The revision of the last event that the command wrote. */
      readonly revision: number;
      /**
       * Log position of the last event that the command wrote. A read model that has reached this
       * position shows the command's effect.
       */
      readonly position: bigint;
      readonly captureId?: string;
      /** Only if replayed: the correlation id of the earlier request. */
      readonly correlationId?: string;
      /** The order after the command; if replayed, after all later commands as well. */
      readonly order: Order;
    }
  | Rejected;

type SettledOutcome = Exclude<CommandOutcome, { readonly kind: 'failed' }>;

/**
 * Answers the callers of the first commands of a queue, one for each outcome. To be called once the
 * events of the accepted commands are durable.
 */
export const replyToCallers = async (
  queued: readonly QueuedCommand<OrderExecution, Executed>[],
  outcomes: readonly CommandOutcome[],
  positions: RevisionPositions | undefined,
): Promise<void> => {
  await Promise.all(
    queued.slice(0, outcomes.length).map(async ({ answer, fail }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) return;
      if (outcome.kind === 'failed') {
        fail(outcome.error);
        return;
      }
      try {
        answer(await executedOf(outcome, positions));
      } catch (error) {
        fail(asError(error));
      }
    }),
  );
};

const executedOf = async (
  outcome: SettledOutcome,
  positions: RevisionPositions | undefined,
): Promise<Executed> => {
  if (outcome.kind === 'rejected') return outcome;
  if (positions === undefined) throw new TypeError('Only an order accepts a command.');
  return outcome.kind === 'accepted'
    ? acceptedAnswer(outcome, positions)
    : replayedAnswer(outcome, positions);
};

const acceptedAnswer = async (
  { decision, after }: Extract<SettledOutcome, { kind: 'accepted' }>,
  positions: RevisionPositions,
): Promise<Executed> => ({
  kind: 'accepted',
  replayed: false,
  revision: after.revision,
  position: await positions.atOrAfter(after.revision),
  ...captureIdMember(decision),
  order: after.order,
});

const replayedAnswer = async (
  { decision, order }: Extract<SettledOutcome, { kind: 'replayed' }>,
  positions: RevisionPositions,
): Promise<Executed> => {
  const { revision } = decision;
  const position = await positions.of(revision);
  if (position === undefined) throw new OutcomeUnknown(`The log has no event ${revision}.`);
  return {
    kind: 'accepted',
    replayed: true,
    revision,
    position,
    ...captureIdMember(decision),
    ...(decision.correlationId !== undefined && { correlationId: decision.correlationId }),
    order,
  };
};

const captureIdMember = ({ captureId }: { captureId?: string }): { captureId?: string } =>
  captureId === undefined ? {} : { captureId };

/** An order after a batch of commands, and the first event that the batch appended. */
export interface KnownEnd {
  readonly orderId: string;
  readonly end: LoadedOrder;
  /** The revision of the first event that the batch appended; `Infinity` if it appended none. */
  readonly appendedFrom: number;
}

/**
 * The log positions of an order's events. An append returns only the position of its last event. So
 * the positions of its other events are read from the stream, with one read for all of them.
 */
export class RevisionPositions {
  readonly #eventStore: Pick<AppendsAndReads, 'read'>;
  readonly #known: KnownEnd;
  readonly #time: Deadline;
  #appended: Promise<ReadonlyMap<number, bigint>> | undefined;

  constructor(eventStore: Pick<AppendsAndReads, 'read'>, known: KnownEnd, time: Deadline) {
    this.#eventStore = eventStore;
    this.#known = known;
    this.#time = time;
  }

  /**
   * The position of the event at this revision; `undefined` if there is no such event. Throws
   * `EventStoreUnavailable` if the event store does not answer in time.
   */
  async of(revision: number): Promise<bigint | undefined> {
    const { end, appendedFrom } = this.#known;
    if (revision === end.revision) return end.position;
    if (revision < appendedFrom) return (await this.#read(revision, revision)).get(revision);
    this.#appended ??= this.#read(appendedFrom, end.revision - 1);
    return (await this.#appended).get(revision);
  }

  /**
   * The position of the event at this revision. If it cannot be read, the position of the order's
   * last event: a read model that has reached this later position shows the effect of the earlier
   * event too.
   */
  async atOrAfter(revision: number): Promise<bigint> {
    const { position } = this.#known.end;
    try {
      return (await this.of(revision)) ?? position;
    } catch (error) {
      if (error instanceof LedgerFault) return position;
      throw error;
    }
  }

  #read(first: number, last: number): Promise<ReadonlyMap<number, bigint>> {
    const streamId = streamOf(this.#known.orderId);
    const stretch = { streamId, fromRevision: first, eventsMax: last - first + 1 };
    return retryWhileUnavailable(this.#time, async () => {
      const events = await this.#eventStore.read(stretch);
      const found = events.flatMap(({ revision, position }): [number, bigint][] =>
        position === undefined ? [] : [[Number(revision), position.commit]],
      );
      // The event store has acknowledged these events. A node that returns only some of them has
      // not received the others yet, so the read is repeated.
      if (last >= this.#known.appendedFrom && events.length < stretch.eventsMax) {
        throw new EventStoreUnavailable(new Error(`${streamId} is not read to revision ${last}.`));
      }
      return new Map(found);
    });
  }
}
