import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.js';
import type { SettlementLine } from './settlement-line.js';

/** Some ten lines. */
const pendingMost = 4_096;

/**
 * SHA-256 over the lines of a settlement in the order of the log: the canonical JSON (RFC 8785) of
 * each line, followed by a line feed, as UTF-8. Members that a read model adds to a line, such as a
 * customer's name, are left out.
 */
export class LinesHash {
  readonly #hash = createHash('sha256');
  /** Not hashed yet: several short lines are hashed by one call. */
  #pending = '';
  #digest: string | undefined;

  add(line: SettlementLine): void {
    this.addText(hashedText(line));
  }

  /** Adds a line as `hashedText` writes it. */
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

/**
 * A line as it is hashed: one line of text, which read as JSON is the line again. Member by member,
 * and none that a caller added; by hand, since an audit writes every line of the log once more.
 */
export const hashedText = (line: SettlementLine): string =>
  `{"amount":${canonicalJson(line.amount)},"captureId":${canonicalJson(line.captureId)},` +
  `"capturedAt":${canonicalJson(line.capturedAt)},"lineId":${canonicalJson(line.lineId)},` +
  `"orderId":${canonicalJson(line.orderId)},"orderNumber":${canonicalJson(line.orderNumber)},` +
  `"paymentMethod":${canonicalJson(line.paymentMethod)},` +
  (line.reference === undefined ? '' : `"reference":${canonicalJson(line.reference)},`) +
  `"settledAt":${canonicalJson(line.settledAt)},"type":${canonicalJson(line.type)},` +
  `"vat":${vatText(line.vat)}}`;

const vatText = (shares: SettlementLine['vat']): string => {
  let text = '';
  for (const { gross, vat, vatRate } of shares) {
    const before = text === '' ? '' : ',';
    text += `${before}{"gross":${canonicalJson(gross)},"vat":${canonicalJson(vat)},"vatRate":${canonicalJson(vatRate)}}`;
  }
  return `[${text}]`;
};

/** The figures of a line that its settlement adds up. */
export type SummedLine = Pick<SettlementLine, 'type' | 'amount' | 'vat'>;

const amountAt = '{"amount":'.length;
const typeName = '"type":"';
const vatName = '","vat":';

/**
 * The figures of a line in the form that `hashedText` writes. Both ends of that text are known, and
 * quotes inside a line are escaped; parsing the whole line would take several times as long.
 */
export const summedIn = (text: string): SummedLine => {
  const vatFrom = text.lastIndexOf(vatName);
  const typeFrom = text.lastIndexOf(typeName, vatFrom) + typeName.length;
  return {
    amount: Number(text.slice(amountAt, text.indexOf(',', amountAt))),
    type: text.slice(typeFrom, vatFrom) as SummedLine['type'],
    vat: JSON.parse(text.slice(vatFrom + vatName.length, -1)) as SummedLine['vat'],
  };
};
