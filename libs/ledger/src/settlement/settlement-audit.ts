import { canonicalJson } from '../canonical-json.js';
import type { Order } from '../order/order.js';
import type { OrderEvent } from '../order/order-events.js';
import { leftOver } from './settlement-account.js';
import {
  type SettlementCorrected,
  type SettlementEvent,
  type SettlementPaidOut,
  type SettlementPayoutReversed,
  type SettlementStated,
  type SettlementTotals,
  totalsIn,
} from './settlement-events.js';
import { settlementLineOf } from './settlement-line.js';
import { StatementSum } from './statement-sum.js';

/**
 * A statement of a settlement, or its correction, whose figures differ from those that the audit
 * computed from the log.
 */
export interface StatementDifference {
  readonly kind: 'differs';
  readonly settlementId: string;
  readonly found: SettlementTotals;
  readonly expected: SettlementTotals | undefined;
}

/**
 * A correction set the right figures, so differences reported earlier for this settlement are
 * resolved.
 */
export interface StatementCorrected {
  readonly kind: 'corrected';
  readonly settlementId: string;
  readonly reason: string;
}

interface AccountName {
  readonly storeId: string;
  readonly currency: string;
}

/**
 * A settlement whose statement (its recorded sums) is wrong or was corrected. The audit remembers
 * only these settlements and forgets all others once their statement is checked. Wrong statements
 * are rare, so little memory is needed.
 */
interface Doubted {
  readonly expected: SettlementTotals | undefined;
  /** The total that counts: the total of the statement, or of its newest correction. */
  readonly total: number;
}

interface Account {
  open: StatementSum;
  readonly closed: Map<string, StatementSum>;
  readonly doubted: Map<string, Doubted>;
  /** The balance carried over into the statement of the next settlement, minor units. */
  carry: number;
}

/**
 * Checks every statement of the log: its totals must be the sums of the settlement's captures and
 * refunds (I7 of domain.md). The sums are computed from the events in their order, without a read
 * model. The memory of the audit grows with the number of stores and of settlements without a
 * statement, not with the log.
 */
export class SettlementAudit {
  readonly #accounts = new Map<string, Account>();

  /**
   * Adds the settlement line that the event makes, if any: a settled capture or refund. `order` is
   * the state after the event.
   */
  order(order: Order, event: OrderEvent): void {
    const line = settlementLineOf(order, event);
    if (line !== undefined) this.#account(order.balance).open.add(line);
  }

  /**
   * Adds a settlement line (one capture or refund) that is already in the text form of
   * `hashedText`.
   */
  line(of: AccountName, text: string): void {
    this.#account(of).open.addText(text);
  }

  /**
   * Checks an event of a settlement. Returns a difference if the figures of the event are not the
   * sums of the settlement's captures and refunds. Returns a correction if the event corrects a
   * statement to the right figures. Otherwise returns `undefined`.
   */
  settlement(event: SettlementEvent): StatementDifference | StatementCorrected | undefined {
    const account = this.#account(event.data);
    switch (event.type) {
      case 'SettlementClosed':
        account.closed.set(event.data.settlementId, account.open);
        account.open = new StatementSum();
        return undefined;
      case 'SettlementStated':
        return stated(account, event.data);
      case 'SettlementCorrected':
        return corrected(account, event.data);
      case 'SettlementPaidOut':
      case 'SettlementPayoutReversed':
        account.carry += changedByPayout(account, event);
        return undefined;
    }
  }

  #account({ storeId, currency }: AccountName): Account {
    const key = `${storeId} ${currency}`;
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const made = { open: new StatementSum(), closed: new Map(), doubted: new Map(), carry: 0 };
    this.#accounts.set(key, made);
    return made;
  }
}

const stated = (
  account: Account,
  data: SettlementStated['data'],
): StatementDifference | undefined => {
  const { settlementId } = data;
  const found = totalsIn(data);
  const expected = account.closed.get(settlementId)?.totals(account.carry);
  account.closed.delete(settlementId);
  account.carry = leftOver(found.total, undefined);
  if (areEqual(found, expected)) return undefined;
  account.doubted.set(settlementId, { expected, total: found.total });
  return { kind: 'differs', settlementId, found, expected };
};

/**
 * Checks the correction of a statement. If the audit found no difference in the statement, the
 * statement was right, so the correction must have the same figures.
 */
const corrected = (
  account: Account,
  data: SettlementCorrected['data'],
): StatementDifference | StatementCorrected => {
  const { settlementId, corrects, paid, reason } = data;
  const found = totalsIn(data);
  const doubted = account.doubted.get(settlementId);
  const expected = doubted === undefined ? totalsIn(corrects) : doubted.expected;
  account.doubted.set(settlementId, { expected, total: found.total });
  account.carry += leftOver(found.total, paid) - leftOver(corrects.total, paid);
  return areEqual(found, expected)
    ? { kind: 'corrected', settlementId, reason }
    : { kind: 'differs', settlementId, found, expected };
};

/**
 * The amount by which a payout or its reversal changes the balance carried over. The amount is 0
 * unless a correction changed the total that was paid.
 */
const changedByPayout = (
  { doubted }: Account,
  { type, data: { settlementId, amount } }: SettlementPaidOut | SettlementPayoutReversed,
): number => {
  const total = doubted.get(settlementId)?.total ?? amount;
  const change = leftOver(total, amount) - leftOver(total, undefined);
  return type === 'SettlementPaidOut' ? change : 0 - change;
};

const areEqual = (found: SettlementTotals, expected: SettlementTotals | undefined): boolean =>
  expected !== undefined && canonicalJson(found) === canonicalJson(totalsIn(expected));
