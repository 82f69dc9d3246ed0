import { LinesHash, summedIn, type SummedLine } from './lines-hash.js';
import type { SettlementTotals } from './settlement-events.js';
import type { SettlementLine } from './settlement-line.js';
import { addShare, byRate, type VatShare } from './vat-per-rate.js';
/** The ledger takes no fees of its own; a fee for a return is a row of its refund. */
const fees = 0;

/**
 * Adds up the lines of one settlement, one after the other, in memory that does not grow with them.
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

  /** Adds a line as `hashedText` writes it. */
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

  /** Nothing can be added afterwards. `ingoingBalance`: what was left over before. */
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

/** The statement of these lines, in the order of the log. */
export const statementOf = (
  lines: Iterable<SettlementLine>,
  ingoingBalance: number,
): SettlementTotals => {
  const sum = new StatementSum();
  for (const line of lines) sum.add(line);
  return sum.totals(ingoingBalance);
};
