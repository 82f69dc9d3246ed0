import { decodeSettlementEvent, settlementStreamOf } from '#event-log/offline';
import type { RecordedSettlementEvent, StoredEvent } from '#event-log/offline';
import { evolveSettlement } from '#ledger';
import type { SettlementAccount } from '#ledger';
import { BrokenRule } from './broken-rule.js';
import type { StreamFold } from './stream-fold.js';

/**
 * Folds the settlements of a store in a currency as the ledger itself does, which checks their numbers, their ids and
 * that each was stated and paid out once; and that the stream is their own (I5), that one idempotency key had one effect
 * (I4), and that nobody of another store had any (I8). What statements come to is checked with the lines they are about.
 */
export class SettlementFold implements StreamFold {
  readonly order = undefined;
  #account: SettlementAccount | undefined;

  constructor(private readonly stream: string) {}

  take(stored: StoredEvent): RecordedSettlementEvent {
    const event = decodeSettlementEvent(stored);
    const { storeId, currency } = event.data;
    if (settlementStreamOf({ storeId, currency }) !== this.stream) {
      throw new BrokenRule('I5', `it is of ${storeId} in ${currency}, which is not its stream`);
    }
    if (event.metadata.storeId !== storeId) {
      throw new BrokenRule(
        'I8',
        `it came from store ${event.metadata.storeId}, the settlement is of ${storeId}`,
      );
    }
    this.#checkKey(event);
    this.#account = evolveSettlement(this.#account, { ...event, cause: event.metadata });
    return event;
  }

  #checkKey({ metadata: { action, idempotencyKey } }: RecordedSettlementEvent): void {
    if (idempotencyKey === undefined) return;
    const answer = this.#account?.answers.get(`${action} ${idempotencyKey}`);
    if (answer === undefined) return;
    throw new BrokenRule(
      'I4',
      `its idempotency key had an effect before, at revision ${answer.revision}`,
    );
  }
}
