import type { MoneyRequest } from '../order-commands.js';

/** The description as given; blank or none is the default text (walley.md, "Capture"). */
export const descriptionOr = (fallback: string, { description }: MoneyRequest): string =>
  description === undefined || description.trim() === '' ? fallback : description;
