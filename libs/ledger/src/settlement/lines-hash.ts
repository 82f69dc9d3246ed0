import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.js';
import type { SettlementLine } from './settlement-line.js';

/** Some ten lines. */
const pendingMost = 4_096;

/**
 * SHA-256 over the lines of a settlement in the order of the log: the canonical JSON (RFC 8785) of each line, followed
 * by a line feed, as UTF-8. What a read model adds to a line, such as a customer's name, is left out.
 */
export class LinesHash {
  readonly #hash = createHash('sha256');
  /** Not hashed yet: several short lines are hashed by one call. */
  #pending = '';
  #digest: string | undefined;

  add(line: SettlementLine): void {
    this.addText(hashedText(line));
  }

  /** What `hashedText` made of a line. */
  addText(text: string): void {
    this.#pending += `${text}\n`;
    if (this.#pending.length >= pendingMost) this.#update();
  }

  /** Hex, the same each time. Nothing can be added any more. */
  digest(): string {
    if (this.#digest === undefined) this.#update();
    return (this.#digest ??= this.#hash.digest('hex'));
  }

  #update(): void {
    this.#hash.update(this.#pending);
    this.#pending = '';
  }
}

/** A line as it is hashed: one line of text, which read as JSON is the line again. */
export const hashedText = (line: SettlementLine): string => canonicalJson(hashed(line));

/** The members of a line by name, so that none that a caller added is hashed; in the order in which they are written. */
const hashed = (line: SettlementLine): SettlementLine => ({
  amount: line.amount,
  captureId: line.captureId,
  capturedAt: line.capturedAt,
  lineId: line.lineId,
  orderId: line.orderId,
  orderNumber: line.orderNumber,
  paymentMethod: line.paymentMethod,
  ...(line.reference !== undefined && { reference: line.reference }),
  settledAt: line.settledAt,
  type: line.type,
  vat: line.vat,
});
