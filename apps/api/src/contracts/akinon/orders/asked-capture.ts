import { createHash } from 'node:crypto';
import { canonicalJson, type OrderBalance, type RowItem } from '#ledger';
import type { RequestedCapture } from '../../../commands/capture-commands.js';
import { akinonPkOfRow } from '../../../queries/akinon-numbers.js';
import { refused } from '../akinon-envelope.js';
import type { AskedItem } from '../fields/capture-request.js';

/** A capture as the ledger takes it, with two hashes by which a repeat of it is recognised. */
export interface AskedCapture {
  readonly capture: RequestedCapture;
  /**
   * The hash of the items, in which a quantity that is all of a row counts as no quantity. New
   * captures are keyed by it.
   */
  readonly setName: string;
  /**
   * The hash of the items with quantities as the caller wrote them. It finds a capture that was
   * made when the row had another quantity.
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
 * An unknown `pk` becomes the id of a row that does not exist. The ledger then refuses the item,
 * but only after its checks of the order's status, which the contract answers first.
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
