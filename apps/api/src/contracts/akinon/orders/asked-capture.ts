import { createHash } from 'node:crypto';
import { canonicalJson, type OrderBalance, type RowItem } from '#ledger';
import type { RequestedCapture } from '../../../commands/capture-commands.js';
import { akinonPkOfRow } from '../../../queries/akinon-numbers.js';
import { refused } from '../akinon-envelope.js';
import type { AskedItem } from '../fields/capture-request.js';

/**
 * The capture that a request asks for, and two hashes of its items. A later request with an equal
 * hash asks for the same items again.
 */
export interface AskedCapture {
  readonly capture: RequestedCapture;
  /**
   * A hash of the items, in which the full quantity of a row counts as no quantity: for a row of
   * three pieces, `quantity: 3` and no quantity give the same hash. The hash is a part of a new
   * capture's idempotency key.
   */
  readonly setName: string;
  /**
   * A hash of the items with the quantities exactly as the caller wrote them. If the quantity of a
   * row changes between two equal requests, their `setName` differs, but this hash still finds the
   * earlier capture.
   */
  readonly writtenSetName: string;
}

/**
 * Turns the items of a request into a capture for the ledger.
 *
 * @throws HttpError 400 for a `pk` that is given twice
 */
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
 * Translates the items into rows of the order. An unknown `pk` becomes a row id that does not
 * exist, so that the ledger refuses the request. The `pk` is not refused here, because Akinon's
 * contract wants an error about the order's status to come first.
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

/**
 * Sorts items by row. Two requests with the same items in a different order then have the same
 * hash.
 */
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
