import type { Asked } from './priced-request.js';

/** The description as given; blank or none is the default text (walley.md, "Capture"). */
export const descriptionOr = (
  fallback: string,
  { description }: Pick<Asked, 'description'>,
): string => (description === undefined || description.trim() === '' ? fallback : description);
