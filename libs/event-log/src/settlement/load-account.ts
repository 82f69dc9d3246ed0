import { evolveSettlement, type SettlementAccount } from '#ledger';
import type { EventStore } from '../client/event-store.js';
import { chainStart } from '../chain/chain-of.js';
import { UnreadableEvent } from '../faults/unreadable-event.js';
import { readSettlements } from './read-settlements.js';
import type { RecordedSettlementEvent } from './recorded-settlement-event.js';
import type { SettlementStream } from './settlement-stream-of.js';

/** The settlements of a store in a currency as their stream tells them. */
export interface LoadedAccount {
  readonly account: SettlementAccount | undefined;
  /** Chain value of the last event; the next one links to it. */
  readonly chain: string;
  /** Log positions of the events, by revision. */
  readonly positions: readonly bigint[];
}

/** Read anew each time: a stream has two or three events for each settlement, and a command on it is rare. */
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

/** A history that cannot be is a fault of the log, not of the request that came upon it. */
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
