import { closeSettlement, settlementActionIdOf, type Instant, type SettlementHead } from '#ledger';
import { randomUUID } from 'node:crypto';
import type { EventStore } from '../client/event-store.js';
import type { Origin } from '../order/decide-batch.js';
import { ledgerStreams, type SettlementStream } from '../streams.js';
import type { SettlementExecuted, SettlementRepository } from './settlement-repository.js';

export interface CutNowDependencies {
  readonly eventStore: Pick<EventStore, 'lastPosition'>;
  readonly settlements: Pick<SettlementRepository, 'execute'>;
  /** The read model. */
  readonly heads: { head(storeId: string, currency: string): Promise<SettlementHead> };
  /** Waits, within a limit, until the read model has reached a position. */
  readonly reaches: (position: bigint) => Promise<boolean>;
}

export interface CutNow {
  readonly stream: SettlementStream;
  /** The time zone of the store. */
  readonly timeZone: string;
  readonly at: Instant;
  readonly idempotencyKey?: string;
  readonly origin: Origin;
}

/** `behind`: the read model has not reached the end of the log. Nothing was written. */
export type CutResult =
  Exclude<SettlementExecuted, { readonly kind: 'stale' }> | { readonly kind: 'behind' };

const attemptsMax = 5;

/**
 * Cuts a settlement on request. It settles everything that is in the log at the time of the
 * request. So it waits for the read model, which knows whether there is something to settle.
 */
export const cutNow = async (parts: CutNowDependencies, cut: CutNow): Promise<CutResult> => {
  let end = await parts.eventStore.lastPosition(ledgerStreams);
  for (let attempts = 0; attempts < attemptsMax; attempts += 1) {
    if (end !== undefined && !(await parts.reaches(end))) break;
    const executed = await attempt(parts, cut);
    if (executed.kind !== 'stale') return executed;
    // Another cut was made meanwhile; the read model has to reach it first.
    end = executed.position;
  }
  return { kind: 'behind' };
};

const attempt = async (
  { heads, settlements }: CutNowDependencies,
  { stream, timeZone, at, idempotencyKey, origin }: CutNow,
): Promise<SettlementExecuted> => {
  const head = await heads.head(stream.storeId, stream.currency);
  const key = idempotencyKey ?? randomUUID();
  return settlements.execute({
    stream,
    origin,
    actionId: settlementActionIdOf(stream, 'close-settlement', key),
    decide: (account) =>
      closeSettlement(account, {
        ...stream,
        timeZone,
        at,
        periodEnd: at,
        reason: 'request',
        head,
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      }),
  });
};
