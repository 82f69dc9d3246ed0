const format = new Intl.NumberFormat('en');

/** `1 event`, `1,234 events`; `many` where it is not the noun with an s. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${format.format(count)} ${count === 1 ? one : many}`;
