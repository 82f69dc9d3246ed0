import { createHash } from 'node:crypto';
import { canonicalJson, type OrderBalance, type RowItem } from '#ledger';
import type { RequestedCapture } from '../../../commands/capture-commands.js';
import { akinonPkOfRow } from '../../../queries/akinon-numbers.js';
import { refused } from '../akinon-envelope.js';
import type { AskedItem } from '../fields/capture-request.js';

/** A capture in the ledger's words, with names of the set of items that it is of. */
export interface AskedCapture {
  readonly capture: RequestedCapture;
  /** A new capture is known again by it. The whole quantity of a row is the row in full. */
  readonly setName: string;
  /** The same, as the items were written. A row's quantity may have changed since the capture. */
  readonly writtenSetName: string;
}

/** @throws HttpError 400 for a `pk` that is given twice */
export const askedCapture = (balance: OrderBalance, asked: readonly AskedItem[]): AskedCapture => {
  const items = itemsOf(balance, asked);
  const amount = items.length === 0 ? 'remaining' : 'items';
  return {
    capture: { amount, items, replaceItems: false },
    setName: nameOf(inFullWhereWhole(balance, items)),
    writtenSetName: nameOf(items),
  };
};

/**
 * A `pk` that is not of this order names a row that is not there: the ledger refuses it, after an
 * order that is over.
 */
const itemsOf = (
  { orderId, rows }: OrderBalance,
  asked: readonly AskedItem[],
): readonly RowItem[] => {
  const known = new Map(rows.map((row) => [BigInt(akinonPkOfRow(orderId, row)), row.rowId]));
  const seen = new Set<bigint>();
  const items = asked.map(({ pk, quantity }): RowItem => {
    if (seen.has(pk)) throw refused('ITEM_GIVEN_TWICE', `The item ${pk} is given twice.`);
    seen.add(pk);
    return { rowId: known.get(pk) ?? `pk ${pk}`, quantity: quantity ?? 'remaining' };
  });
  return items.sort((one, other) => collator.compare(one.rowId, other.rowId));
};

/** Sorts items by their rows, so that their own order does not matter. */
const collator = new Intl.Collator('en', { numeric: true });

const inFullWhereWhole = (
  { rows }: OrderBalance,
  items: readonly RowItem[],
): readonly RowItem[] => {
  const whole = new Map(rows.map(({ rowId, quantity }) => [rowId, quantity]));
  return items.map((item) =>
    item.quantity === whole.get(item.rowId) ? { ...item, quantity: 'remaining' } : item,
  );
};

const nameOf = (items: readonly RowItem[]): string =>
  createHash('sha256').update(canonicalJson(items)).digest('hex');
