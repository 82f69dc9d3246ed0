import type { Order } from '../order/order.js';
import type { OrderEvent } from '../order/order-events.js';
import type { SettlementEvent, SettlementStated, SettlementTotals } from './settlement-events.js';
import { settlementLineOf } from './settlement-line-of.js';
import { carriedOver, StatementSum } from './statement-sum.js';

/** A statement in the log that the events before it do not bear out. */
export interface StatementDifference {
  readonly settlementId: string;
  readonly found: SettlementTotals;
  readonly expected: SettlementTotals | undefined;
}

interface AccountName {
  readonly storeId: string;
  readonly currency: string;
}

interface Account {
  open: StatementSum;
  readonly closed: Map<string, StatementSum>;
  lastTotal?: number;
}

/**
 * Recomputes every statement from the events of the log in their order (I7 of domain.md), without a read model. Its
 * memory grows with the number of stores and of statements that are due, not with the log.
 */
export class SettlementAudit {
  readonly #accounts = new Map<string, Account>();

  /** An event of an order; `order` is the order after it. */
  order(order: Order, event: OrderEvent): void {
    const line = settlementLineOf(order, event);
    if (line !== undefined) this.#account(order.balance).open.add(line);
  }

  /** The line that an event of an order made (`settlementLineOf`), as `hashedText` has it. */
  line(of: AccountName, text: string): void {
    this.#account(of).open.addText(text);
  }

  /** An event of a settlement; answers where a statement is not what the lines come to. */
  settlement({ type, data }: SettlementEvent): StatementDifference | undefined {
    const account = this.#account(data);
    if (type === 'SettlementClosed') {
      account.closed.set(data.settlementId, account.open);
      account.open = new StatementSum();
    }
    return type === 'SettlementStated' ? this.#stated(account, data) : undefined;
  }

  #stated(account: Account, data: SettlementStated['data']): StatementDifference | undefined {
    const { settlementId } = data;
    const found = totalsIn(data);
    const expected = account.closed.get(settlementId)?.totals(carriedOver(account.lastTotal));
    account.closed.delete(settlementId);
    account.lastTotal = found.total;
    const isEqual = JSON.stringify(found) === JSON.stringify(expected && totalsIn(expected));
    return isEqual ? undefined : { settlementId, found, expected };
  }

  #account({ storeId, currency }: AccountName): Account {
    const key = `${storeId} ${currency}`;
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const made: Account = { open: new StatementSum(), closed: new Map() };
    this.#accounts.set(key, made);
    return made;
  }
}

/** The totals alone, each member by name and in one order. */
export const totalsIn = (totals: SettlementTotals): SettlementTotals => ({
  ingoingBalance: totals.ingoingBalance,
  captured: totals.captured,
  refunded: totals.refunded,
  fees: totals.fees,
  total: totals.total,
  vat: totals.vat.map(({ vatRate, gross, vat }) => ({ vatRate, gross, vat })),
  lines: totals.lines,
  linesSha256: totals.linesSha256,
});
