import { createHash } from 'node:crypto';
import { canonicalJson, type OrderBalance, type RowItem } from '#ledger';
import type { RequestedCapture } from '../../../commands/capture-commands.js';
import { akinonPkOfRow } from '../../../queries/akinon-numbers.js';
import { refused } from '../akinon-envelope.js';
import type { AskedItem } from '../fields/capture-request.js';

/**
 * A capture in the ledger's form, with two hashes by which a repeated request for the same items is
 * recognised.
 */
export interface AskedCapture {
  readonly capture: RequestedCapture;
  /**
   * The hash of the items; a quantity that is the whole row is left out of it. The idempotency key
   * of a new capture contains this hash.
   */
  readonly setName: string;
  /**
   * The hash of the items with the quantities as the caller wrote them. By this hash an earlier
   * capture is found even if the row's quantity has changed since.
   */
  readonly writtenSetName: string;
}

/** Translates the items of a request. @throws HttpError 400 for a `pk` that is given twice */
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
 * An unknown `pk` becomes the id of a row that does not exist, so that the ledger refuses the row.
 * The ledger checks the order's status first, and the contract wants errors in that order.
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

/** Sorts items by row, so that the same items in another order are the same set. */
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
