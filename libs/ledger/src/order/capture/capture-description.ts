import type { RequestCapture } from '../order-commands.js';
import { descriptionOr } from '../request/description-or.js';

export const captureDescription = ({ data }: RequestCapture): string =>
  descriptionOr('Capture', data);
