import type { OrderBalance } from './order.js';
import type { Attributes, OrderRow } from './row.js';

/**
 * How much memory a balance takes, in units of about 0.5 kB, for caches of many: itself, its rows,
 * and the attributes that callers gave it.
 */
export const weightOfBalance = ({ rows, attributes }: OrderBalance): number => {
  let weight = 1 + weightOfAttributes(attributes);
  for (const row of rows) weight += weightOfRow(row);
  return weight;
};

const weightOfRow = ({ attributes }: OrderRow): number => 1 + weightOfAttributes(attributes);

/**
 * An object of many short names takes twelve times its JSON, and nobody can be kept from sending
 * such ones.
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
