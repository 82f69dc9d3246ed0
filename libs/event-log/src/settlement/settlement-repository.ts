import { backOffMs, type BackOff, Deadline, pause } from '#runtime/async';
import { retryWhileUnavailable } from '../retry.js';
import type { SettlementAccount, SettlementDecision } from '#ledger';
import type { EventStore } from '../client/event-store.js';
import { TooManyConflicts } from '../faults/too-many-conflicts.js';
import { appendProposal } from '../order/append-proposal.js';
import { loadAccount, type LoadedAccount } from './load-account.js';
import type { SettlementExecuted, SettlementExecution } from './settlement-execution.js';
import { settlementProposal } from './settlement-proposal.js';
import { settlementStreamOf, type SettlementStream } from './settlement-stream-of.js';

const giveUpAfterMs = 10_000;
const conflictsMax = 16;
const conflictBackOff: BackOff = { firstMs: 5, msMax: 100 };

/**
 * Executes commands on settlements. What is decided is appended at the revision it was decided on, so that of two
 * workers that cut, or state, the same settlement one is told that it was done.
 */
export class SettlementRepository {
  constructor(private readonly eventStore: Pick<EventStore, 'append' | 'read'>) {}

  /** The settlements of a store in a currency as the log tells them now; `undefined` if there are none. */
  async load(stream: SettlementStream): Promise<SettlementAccount | undefined> {
    const time = new Deadline(giveUpAfterMs);
    const { account } = await retryWhileUnavailable(time, () =>
      loadAccount(this.eventStore, stream),
    );
    return account;
  }

  /**
   * Resolves only when the store has acknowledged the event, or with why there is none. Throws `EventStoreUnavailable`,
   * `OutcomeUnknown`, `TooManyConflicts`.
   */
  async execute(execution: SettlementExecution): Promise<SettlementExecuted> {
    const { stream } = execution;
    const time = new Deadline(giveUpAfterMs);
    for (let conflicts = 0; conflicts < conflictsMax && !time.passed; conflicts += 1) {
      if (conflicts > 0) await pause(backOffMs(conflictBackOff, conflicts - 1));
      const loaded = await retryWhileUnavailable(time, () => loadAccount(this.eventStore, stream));
      const decision = execution.decide(loaded.account);
      if (decision.kind !== 'accepted') return answerOf(decision, loaded);
      const proposal = settlementProposal(execution, decision, loaded);
      const written = await retryWhileUnavailable(time, () =>
        appendProposal(this.eventStore, proposal, time),
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
