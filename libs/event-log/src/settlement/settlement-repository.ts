import {
  evolveSettlement,
  type SettlementAccount,
  type SettlementDecision,
  type SettlementRejected,
} from '#ledger';
import { type BackOff, backOffMs, Deadline, pause } from '#runtime/async';
import { chainStart, sealEvent } from '../chain/chain.js';
import type { Append, EventStore } from '../client/event-store.js';
import type { RecordedSettlementEvent } from '../events/decode-event.js';
import { settlementEventSchemas } from '../events/event-types.js';
import { TooManyConflicts, UnreadableEvent } from '../faults.js';
import { appendProposal } from '../order/append-proposal.js';
import type { Origin } from '../order/decide-batch.js';
import { retryWhileUnavailable } from '../client/reachability.js';
import { type SettlementStream, settlementStreamOf } from '../streams.js';
import { readSettlements } from './read-settlements.js';

const giveUpAfterMs = 10_000;
const conflictsMax = 16;
const conflictBackOff: BackOff = { firstMs: 5, msMax: 100 };

/**
 * Executes commands on settlements. An append names the revision on which its event was decided. So
 * if two workers close the same settlement or write its sums at once, only one append succeeds, and
 * the other worker learns that the work is done.
 */
export class SettlementRepository {
  readonly #eventStore: Pick<EventStore, 'append' | 'read'>;

  constructor(eventStore: Pick<EventStore, 'append' | 'read'>) {
    this.#eventStore = eventStore;
  }

  /**
   * Loads the newest state of the settlements of a store in a currency from the log; `undefined` if
   * there are none.
   */
  async load(stream: SettlementStream): Promise<SettlementAccount | undefined> {
    const time = new Deadline(giveUpAfterMs);
    const { account } = await retryWhileUnavailable(time, () =>
      loadAccount(this.#eventStore, stream),
    );
    return account;
  }

  /**
   * Decides a command and appends its event. Resolves once the event store has acknowledged the
   * event, or with the reason why no event was written. Throws `EventStoreUnavailable`,
   * `OutcomeUnknown`, `TooManyConflicts`.
   */
  async execute(execution: SettlementExecution): Promise<SettlementExecuted> {
    const { stream } = execution;
    const time = new Deadline(giveUpAfterMs);
    for (let conflicts = 0; conflicts < conflictsMax && !time.passed; conflicts += 1) {
      if (conflicts > 0) await pause(backOffMs(conflictBackOff, conflicts - 1));
      const loaded = await retryWhileUnavailable(time, () => loadAccount(this.#eventStore, stream));
      const decision = execution.decide(loaded.account);
      if (decision.kind !== 'accepted') return answerOf(decision, loaded);
      const proposal = settlementProposal(execution, decision, loaded);
      const written = await retryWhileUnavailable(time, () =>
        appendProposal(this.#eventStore, proposal, time),
      );
      if (written.kind === 'conflict') continue;
      const { settlementId } = decision.event.data;
      return { ...written, kind: 'accepted', settlementId, replayed: false };
    }
    throw new TooManyConflicts(settlementStreamOf(stream));
  }
}

const answerOf = (
  decision: Exclude<SettlementDecision, { readonly kind: 'accepted' }>,
  { positions }: LoadedAccount,
): SettlementExecuted => {
  if (decision.kind === 'rejected') return decision;
  const last = positions.at(-1) ?? -1n;
  if (decision.kind === 'stale') return { kind: 'stale', position: last };
  return {
    ...decision,
    kind: 'accepted',
    replayed: true,
    position: positions[decision.revision] ?? last,
  };
};

/**
 * A command on the settlements of a store in a currency: to be decided on their present state and,
 * if accepted, written.
 */
export interface SettlementExecution {
  readonly stream: SettlementStream;
  /**
   * The decision. The function has to be pure, because it is called again on newer state after a
   * conflict.
   */
  readonly decide: (account: SettlementAccount | undefined) => SettlementDecision;
  /** Stored with the event as its `causationId`. */
  readonly actionId: string;
  readonly origin: Origin;
}

export type SettlementExecuted =
  | {
      readonly kind: 'accepted';
      readonly settlementId: string;
      /** True if an earlier command has done the same; nothing was written. */
      readonly replayed: boolean;
      readonly revision: number;
      /**
       * The log position of the event: a read model that has reached this position shows the
       * command's effect.
       */
      readonly position: bigint;
      readonly correlationId?: string;
    }
  /**
   * The command was made from an outdated state of the settlements, and nothing was written.
   * `position` is the log position of the newest event in their stream.
   */
  | { readonly kind: 'stale'; readonly position: bigint }
  | SettlementRejected;

type Accepted = Extract<SettlementDecision, { readonly kind: 'accepted' }>;

/**
 * Makes the append for an accepted command: one event with its metadata and its chain value (a
 * hash). The append succeeds only if the stream has not changed since the settlements were loaded.
 */
export const settlementProposal = (
  { stream, actionId, origin }: SettlementExecution,
  { event: { type, data }, cause }: Accepted,
  { account, chain }: LoadedAccount,
): Append => {
  const metadata = {
    schemaVersion: settlementEventSchemas[type].length + 1,
    action: cause.action,
    fingerprint: cause.fingerprint,
    idempotencyKey: cause.idempotencyKey,
    clientId: origin.clientId,
    storeId: stream.storeId,
    contract: origin.contract,
    endpoint: origin.endpoint,
    correlationId: origin.correlationId,
    causationId: actionId,
    recordedAt: origin.recordedAt,
    traceparent: origin.traceparent,
  };
  const revision = account?.revision ?? -1;
  return {
    streamId: settlementStreamOf(stream),
    events: [sealEvent(chain, { type, data, metadata }).event],
    firstRevision: revision + 1,
  };
};

/**
 * The state of the settlements of a store in a currency, computed from the events of their stream.
 */
export interface LoadedAccount {
  readonly account: SettlementAccount | undefined;
  /** The chain value (a hash) of the newest event. The next event's hash covers this value. */
  readonly chain: string;
  /** The log position of each event, indexed by revision. */
  readonly positions: readonly bigint[];
}

/**
 * Loads the settlements from their stream. They are not kept in memory, because a stream has only
 * two or three events for each settlement, and commands are rare.
 */
export const loadAccount = async (
  eventStore: Pick<EventStore, 'read'>,
  stream: SettlementStream,
): Promise<LoadedAccount> => {
  let account: SettlementAccount | undefined;
  let chain = chainStart;
  const positions: bigint[] = [];
  for await (const event of readSettlements(eventStore, stream)) {
    account = evolved(account, event);
    chain = event.metadata.chain;
    positions.push(event.position);
  }
  return { account, chain, positions };
};

/**
 * The domain's error for an impossible history becomes `UnreadableEvent`: the log is at fault, not
 * the request that reads it.
 */
const evolved = (
  account: SettlementAccount | undefined,
  event: RecordedSettlementEvent,
): SettlementAccount => {
  const { action, fingerprint, idempotencyKey, correlationId } = event.metadata;
  const cause = {
    action,
    fingerprint,
    correlationId,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
  try {
    return evolveSettlement(account, { ...event, cause });
  } catch (error) {
    throw new UnreadableEvent(event, error instanceof Error ? error.message : String(error));
  }
};
