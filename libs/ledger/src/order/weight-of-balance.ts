import type { OrderBalance } from './order.js';
import type { Attributes, OrderRow } from './row.js';

/**
 * Memory of a balance, in units of about 0.5 kB, for caches: the balance, its rows, and its
 * attributes.
 */
export const weightOfBalance = ({ rows, attributes, givenUp }: OrderBalance): number => {
  let weight = 1 + weightOfAttributes(attributes);
  for (const row of rows) weight += weightOfRow(row);
  weight += givenUp?.rows.length ?? 0;
  return weight;
};

const weightOfRow = ({ attributes }: OrderRow): number => 1 + weightOfAttributes(attributes);

/**
 * An object of many short names takes twelve times the memory of its JSON, and callers may send
 * such objects.
 */
const charactersInUnit = 40;

/** Attributes never change, and a balance is weighed anew with every event. */
const weighed = new WeakMap<Attributes, number>();

const weightOfAttributes = (attributes: Attributes | undefined): number => {
  if (attributes === undefined) return 0;
  const known = weighed.get(attributes);
  if (known !== undefined) return known;
  const weight = Math.ceil(JSON.stringify(attributes).length / charactersInUnit);
  weighed.set(attributes, weight);
  return weight;
};
