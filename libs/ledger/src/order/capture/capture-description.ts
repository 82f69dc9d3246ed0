import type { RequestCapture } from '../order-commands.js';

const defaultDescription = 'Capture';

/** The description as given; blank or none is the default text (walley.md, "Capture"). */
export const captureDescription = ({ data }: RequestCapture): string =>
  data.description === undefined || data.description.trim() === ''
    ? defaultDescription
    : data.description;
