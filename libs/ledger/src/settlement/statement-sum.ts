import { LinesHash, summedIn, type SummedLine } from './lines-hash.js';
import type { SettlementTotals } from './settlement-events.js';
import type { SettlementLine } from './settlement-line.js';
import { addShare, byRate, type VatShare } from './vat-per-rate.js';

/**
 * The ledger itself charges no fees. A fee that a merchant keeps back from a return is a row of the
 * refund.
 */
const fees = 0;

/**
 * Adds up the captures and refunds (the lines) of one settlement. The memory used does not grow
 * with the number of lines.
 */
export class StatementSum {
  readonly #hash = new LinesHash();
  readonly #vat = new Map<number, VatShare>();
  #captured = 0;
  #refunded = 0;
  #lines = 0;

  get lines(): number {
    return this.#lines;
  }

  add(line: SettlementLine): void {
    this.#sum(line);
    this.#hash.add(line);
  }

  /** Adds a line, which is one capture or refund, in the form that `hashedText` writes. */
  addText(text: string): void {
    this.#sum(summedIn(text));
    this.#hash.addText(text);
  }

  #sum(line: SummedLine): void {
    if (line.type === 'Purchase') this.#captured += line.amount;
    else this.#refunded -= line.amount;
    for (const share of line.vat) addShare(this.#vat, share);
    this.#lines += 1;
  }

  /**
   * The sums so far; no capture or refund may be added afterwards. `ingoingBalance` is the balance
   * carried over from earlier settlements, in minor units.
   */
  totals(ingoingBalance: number): SettlementTotals {
    return {
      ingoingBalance,
      captured: this.#captured,
      refunded: this.#refunded,
      fees,
      total: ingoingBalance + this.#captured - this.#refunded - fees,
      vat: byRate(this.#vat),
      lines: this.#lines,
      linesSha256: this.#hash.digest(),
    };
  }
}

/** The sums of these lines (captures and refunds), which must be in the order of the log. */
export const statementOf = (
  lines: Iterable<SettlementLine>,
  ingoingBalance: number,
): SettlementTotals => {
  const sum = new StatementSum();
  for (const line of lines) sum.add(line);
  return sum.totals(ingoingBalance);
};
