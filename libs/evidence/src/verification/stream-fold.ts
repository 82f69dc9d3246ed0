import {
  actionType,
  decodeSettlementEvent,
  type EventMetadata,
  identityType,
  ledgerFoundedOf,
  recordedActionOf,
  type RecordedEvent,
  type RecordedSettlementEvent,
  settlementStreamOf,
  type StoredEvent,
} from '#event-log/offline';
import { evolveSettlement, type Order, type SettlementAccount } from '#ledger';
import { settlementEventShapes } from '../shapes/event-shapes.js';
import { assertShape, MalformedEvent } from '../shapes/shape.js';

/**
 * Checks that each event of a stream is well formed and can follow the events before it.
 * `StreamCheck` checks the revisions and the hash chain.
 */
export interface StreamFold {
  /** The order's state after the events so far; `undefined` if the stream is not an order. */
  readonly order: Order | undefined;
  /**
   * Throws if the event is malformed or cannot follow the events before it. Returns the event of an
   * order or settlement, because read models are made from these. `checked` has the metadata of an
   * order event if they were already checked while the line was parsed.
   */
  take(stored: StoredEvent, checked?: EventMetadata): FoldedEvent | undefined;
}

export type FoldedEvent = RecordedEvent | RecordedSettlementEvent;

/** An event breaks a rule of domain.md that evolving the state does not check. */
export class BrokenRule extends Error {
  override readonly name = 'BrokenRule';

  constructor(
    readonly invariant: 'I1' | 'I4' | 'I5' | 'I8',
    detail: string,
  ) {
    super(`${invariant} violated: ${detail}`);
  }
}

/**
 * Checks that the log has only one identity event, from which the ids of orders are made. A second
 * identity would change the ids of all orders (docs/decisions/0029).
 */
export class IdentityFold implements StreamFold {
  readonly order = undefined;

  take({ revision, type, data }: StoredEvent): undefined {
    if (revision > 0n) throw new BrokenRule('I5', 'the ledger already has an identity');
    if (type !== identityType || ledgerFoundedOf(data) === undefined) {
      throw new BrokenRule('I5', 'the event does not say how order ids are made');
    }
  }
}

/** Checks that each event of the audit trail is an administrative action that can be read. */
export class ActionFold implements StreamFold {
  readonly order = undefined;

  take({ type, data }: StoredEvent): undefined {
    if (type !== actionType || recordedActionOf(data) === undefined) {
      throw new MalformedEvent('the entry of the audit trail');
    }
  }
}

/**
 * Checks the settlements of one store in one currency. Evolving the state, as the ledger does,
 * checks that the sums of each settlement (its statement) were written only once, and that no
 * settlement is paid out twice. The stream, the numbers and the periods must be right (I5 of
 * domain.md). Each idempotency key had only one effect (I4), and only requests of this store had an
 * effect (I8). `checkStatements` checks the sums themselves.
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
      throw new BrokenRule(
        'I5',
        `the event is of store ${storeId} in ${currency}, but its stream is of another store or currency`,
      );
    }
    if (event.metadata.storeId !== storeId) {
      throw new BrokenRule(
        'I8',
        `the event came from store ${event.metadata.storeId}, but the settlement is of store ${storeId}`,
      );
    }
    this.#checkKey(event);
    this.#checkPeriod(event);
    const account = evolveSettlement(this.#account, { ...event, cause: event.metadata });
    checkNumber(account, event);
    this.#account = account;
    return event;
  }

  /** Checks that the period of a settlement begins where the period before it ended. */
  #checkPeriod({ type, data }: RecordedSettlementEvent): void {
    if (type !== 'SettlementClosed') return;
    // A worker whose clock is slow may close a settlement at a time (`closedAt`) before the
    // previous settlement's period has ended. The new period then has length 0. Its end is after
    // `closedAt`, but that is no fault.
    if (data.periodEnd > data.closedAt && data.periodEnd > data.periodStart) {
      throw new BrokenRule(
        'I5',
        `the period of the settlement ends at ${data.periodEnd}, after its cut at ${data.closedAt}`,
      );
    }
    const due = this.#account?.last.periodEnd ?? data.periodStart;
    if (data.periodStart === due && data.periodEnd >= data.periodStart) return;
    throw new BrokenRule(
      'I5',
      `the period of the settlement is ${data.periodStart} to ${data.periodEnd}, but the one before ended at ${due}`,
    );
  }

  #checkKey({ metadata: { action, idempotencyKey } }: RecordedSettlementEvent): void {
    if (idempotencyKey === undefined) return;
    const answer = this.#account?.answers.get(`${action} ${idempotencyKey}`);
    if (answer === undefined) return;
    throw new BrokenRule(
      'I4',
      `the idempotency key of the event already had an effect, at revision ${answer.revision}`,
    );
  }
}

const checkNumber = (
  { settlements }: SettlementAccount,
  { data: { settlementId, number } }: RecordedSettlementEvent,
): void => {
  const due = settlements.get(settlementId)?.number;
  if (number === due) return;
  throw new BrokenRule(
    'I5',
    `the number in the event is ${number}, but the settlement has the number ${String(due)}`,
  );
};
