import { closeSettlement, settlementActionIdOf, type Instant, type SettlementHead } from '#ledger';
import { randomUUID } from 'node:crypto';
import type { EventStore } from '../client/event-store.js';
import type { Origin } from '../order/decide-batch.js';
import { ledgerStreams, type SettlementStream } from '../streams.js';
import type { SettlementExecuted, SettlementRepository } from './settlement-repository.js';

export interface CutNowDependencies {
  readonly eventStore: Pick<EventStore, 'lastPosition'>;
  readonly settlements: Pick<SettlementRepository, 'execute'>;
  /**
   * Reads from the read model how many settlements were closed for the store in this currency, and
   * the time of the first capture or refund that is not settled yet.
   */
  readonly heads: { head(storeId: string, currency: string): Promise<SettlementHead> };
  /**
   * Waits until the read model reaches a position. Resolves to false if a time limit passes first.
   */
  readonly reaches: (position: bigint) => Promise<boolean>;
}

export interface CutNow {
  readonly stream: SettlementStream;
  /** The store's time zone, IANA name. */
  readonly timeZone: string;
  readonly at: Instant;
  readonly idempotencyKey?: string;
  readonly origin: Origin;
}

/** `behind`: the read model did not reach the end of the log in time, and nothing was written. */
export type CutResult =
  Exclude<SettlementExecuted, { readonly kind: 'stale' }> | { readonly kind: 'behind' };

const attemptsMax = 5;

/**
 * Closes (cuts) a settlement on request. The settlement has all captures and refunds that are in
 * the log at the time of the request. The read model knows whether there is something to settle, so
 * it has to reach the end of the log first.
 */
export const cutNow = async (parts: CutNowDependencies, cut: CutNow): Promise<CutResult> => {
  let end = await parts.eventStore.lastPosition(ledgerStreams);
  for (let attempts = 0; attempts < attemptsMax; attempts += 1) {
    if (end !== undefined && !(await parts.reaches(end))) break;
    const executed = await attempt(parts, cut);
    if (executed.kind !== 'stale') return executed;
    // Another settlement was closed meanwhile. The read model has to reach the event that closed it
    // before the next attempt.
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
