import { decodeSettlementEvent, settlementStreamOf } from '#event-log/offline';
import type { RecordedSettlementEvent, StoredEvent } from '#event-log/offline';
import { evolveSettlement } from '#ledger';
import type { SettlementAccount } from '#ledger';
import { BrokenRule } from './broken-rule.js';
import { assertShape } from '../shapes/assert-shape.js';
import { settlementEventShapes } from '../shapes/settlement-event-shapes.js';
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
    assertShape(settlementEventShapes[event.type], event.data);
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
    this.#checkPeriod(event);
    const account = evolveSettlement(this.#account, { ...event, cause: event.metadata });
    checkNumber(account, event);
    this.#account = account;
    return event;
  }

  /** Periods follow one another, so that nothing seems to belong to none. */
  #checkPeriod({ type, data }: RecordedSettlementEvent): void {
    if (type !== 'SettlementClosed') return;
    // By a clock that is late, a period ends where it begins, which is where the one before ended.
    if (data.periodEnd > data.closedAt && data.periodEnd > data.periodStart) {
      throw new BrokenRule(
        'I5',
        `its period ends ${data.periodEnd}, after its cut ${data.closedAt}`,
      );
    }
    const due = this.#account?.last.periodEnd ?? data.periodStart;
    if (data.periodStart === due && data.periodEnd >= data.periodStart) return;
    throw new BrokenRule(
      'I5',
      `its period is ${data.periodStart} to ${data.periodEnd}, the one before ended ${due}`,
    );
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

const checkNumber = (
  { settlements }: SettlementAccount,
  { data: { settlementId, number } }: RecordedSettlementEvent,
): void => {
  const due = settlements.get(settlementId)?.number;
  if (number === due) return;
  throw new BrokenRule('I5', `its number is ${number}, the settlement's ${String(due)}`);
};
