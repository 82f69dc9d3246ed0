/** Whether a position, as digits without zeros in front, is before another one. Without making a number of either. */
export const isBefore = (one: string, other: string): boolean =>
  one.length === other.length ? one < other : one.length < other.length;
