import {
  closeSettlement,
  evolve,
  evolveSettlement,
  payOutSettlement,
  reversePayout,
  settlementLineOf,
  stateSettlement,
  StatementSum,
} from '#ledger';
import type { Order, PayOutSettlementCommand, SettlementAccount } from '#ledger';
import type { SettlementDecision, SettlementLine } from '#ledger';
import type { ProjectedSettlementEvent, ProjectionPage } from '../projection/projection-page.js';
import type { RecordedLog } from './recorded-log.js';
import { store } from './commands.js';

const stream = { storeId: store, currency: 'SEK' };
const at = '2026-03-10T23:00:01.000Z';

type Payable = Pick<PayOutSettlementCommand, 'settlementId' | 'byLog'>;

type ExpectedLine = SettlementLine & { readonly position: bigint };

/**
 * A history of orders with settlements. A settlement is closed after chosen events, and its sums
 * (statement) follow at once. All figures are computed from the log, without a read model.
 */
export class SettledLog {
  readonly settlements: ProjectedSettlementEvent[] = [];
  /** The captures and refunds of each settlement; the last entry has those in no settlement yet. */
  readonly lines: ExpectedLine[][] = [[]];
  readonly orders = new Map<string, Order>();
  #account: SettlementAccount | undefined;

  constructor(
    readonly log: RecordedLog,
    isCutAfter: (index: number) => boolean,
  ) {
    for (const [index, event] of log.events.entries()) {
      const order = evolve(this.orders.get(event.data.orderId), event);
      this.orders.set(event.data.orderId, order);
      const line = settlementLineOf(order, event);
      if (line !== undefined) this.#open.push({ ...line, position: event.position });
      if (isCutAfter(index) && this.#open.length > 0) this.#settle(event.position);
    }
  }

  get position(): bigint {
    const last = this.settlements.at(-1)?.position ?? -1n;
    return last > this.log.position ? last : this.log.position;
  }

  /**
   * A page with the events of orders from index `from` to index `to`, and the events of the
   * settlements that were closed after those events.
   */
  page(from: number, to: number): ProjectionPage {
    const { after, events } = this.log.page(from, to);
    const isLast = to >= this.log.events.length;
    const end = isLast ? this.position : (this.log.events[to]?.position ?? this.position) - 1n;
    const begin = from === 0 ? -1n : (this.log.events[from]?.position ?? after) - 1n;
    const settlements = this.settlements.filter(
      ({ position }) => position > begin && position <= end,
    );
    return { after: begin, events, settlements, position: end };
  }

  get #open(): ExpectedLine[] {
    return this.lines.at(-1)!;
  }

  #settle(position: bigint): void {
    const cuts = this.#account?.last.number ?? 0;
    const head = { cuts, firstUnsettledAt: this.#open[0]!.settledAt };
    const cut = { ...stream, timeZone: 'Europe/Stockholm', at, periodEnd: at, head };
    this.#record(closeSettlement(this.#account, { ...cut, reason: 'schedule' }), position + 1n);
    const lines = new StatementSum();
    for (const line of this.#open) lines.add(line);
    const { settlementId } = this.#account!.last;
    this.#record(stateSettlement(this.#account, { settlementId, at, lines }), position + 2n);
    this.lines.push([]);
    const { total = 0 } = this.#account?.settlements.get(settlementId)?.figures ?? {};
    if (total > 0) this.#payOut({ settlementId, byLog: lines }, cuts, position + 2n);
  }

  /**
   * Records one of three payout histories in turn: paid out; paid out and reversed; paid out,
   * reversed and paid out again.
   */
  #payOut(settlement: Payable, cuts: number, position: bigint): void {
    const { settlementId } = settlement;
    const paid = { ...settlement, at, reference: `BG ${cuts}` };
    this.#record(payOutSettlement(this.#account, { ...paid, paidOn: '2026-03-12' }), position + 1n);
    if (cuts % 3 === 0) return;
    const reversal = { settlementId, at, reason: 'account closed' };
    this.#record(reversePayout(this.#account, reversal), position + 2n);
    if (cuts % 3 === 1) return;
    this.#record(payOutSettlement(this.#account, paid), position + 3n);
  }

  #record(decision: SettlementDecision, position: bigint): void {
    if (decision.kind !== 'accepted') throw new Error(JSON.stringify(decision));
    const { event, cause } = decision;
    this.#account = evolveSettlement(this.#account, { ...event, cause });
    this.settlements.push({ ...event, revision: this.settlements.length, position });
  }
}
