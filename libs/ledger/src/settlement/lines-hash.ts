import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.js';
import type { SettlementLine } from './settlement-line.js';

/**
 * Lines (one for each capture or refund) are hashed together once they have this number of
 * characters, about ten lines. Hashing each line alone would take more time.
 */
const pendingMost = 4_096;

/**
 * SHA-256 over the lines of a settlement in the order of the log. A line is one capture or refund.
 * Each line is hashed as canonical JSON (RFC 8785) in UTF-8, followed by a line feed. Members that
 * a read model adds to a line, such as the customer's name, are left out.
 */
export class LinesHash {
  readonly #hash = createHash('sha256');
  /**
   * Lines of the settlement (its captures and refunds) that are not hashed yet. Hashing several
   * short lines at once takes less time.
   */
  #pending = '';
  #digest: string | undefined;

  add(line: SettlementLine): void {
    this.addText(hashedText(line));
  }

  /**
   * Adds a line, which is one capture or refund of the settlement, in the form that `hashedText`
   * writes.
   */
  addText(text: string): void {
    this.#pending += `${text}\n`;
    if (this.#pending.length >= pendingMost) this.#update();
  }

  /** The hash in hex. May be called again; no capture or refund may be added afterwards. */
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
 * The canonical JSON of a settlement line, which is one capture or refund. Members that a read
 * model added to the line are left out. Written member by member instead of with `canonicalJson`,
 * because an audit makes this text for every line of the log, and this way takes less time.
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

/** The members of a settlement line (one capture or refund) that the statement adds up. */
export type SummedLine = Pick<SettlementLine, 'type' | 'amount' | 'vat'>;

const amountAt = '{"amount":'.length;
const typeName = '"type":"';
const vatName = '","vat":';

/**
 * Reads the members that a statement adds up from a text of `hashedText`, which is one capture or
 * refund. Parsing the whole text would take several times as long. The members are found by their
 * names, which cannot occur inside a value, because quotes inside values are escaped.
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
