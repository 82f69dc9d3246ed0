/**
 * What a settlement leaves over for the next statement to begin with. One that was not paid out leaves its total if that is
 * negative: a positive one is still to be paid out. One that was paid out leaves what it comes to less what was paid: nothing,
 * unless its statement was corrected afterwards.
 */
export const leftOver = (total: number | undefined, paid: number | undefined): number => {
  if (total === undefined) return 0;
  return paid === undefined ? Math.min(0, total) + 0 : total - paid;
};
