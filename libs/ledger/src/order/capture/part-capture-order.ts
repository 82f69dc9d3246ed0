import type { Rejected } from '../decision.js';
import type { OrderPartCaptured } from '../order-events.js';
import { captureData } from './capture-data.js';
import type { CaptureCase } from './capture-case.js';
import { matchItems } from '../matching/match-items.js';

/** PartCaptureOrder: items that are matched to the order's rows. */
export const partCaptureOrder = (capture: CaptureCase): OrderPartCaptured | Rejected => {
  const rows = matchItems(capture.items, capture.balance);
  return 'kind' in rows ? rows : { type: 'OrderPartCaptured', data: captureData(capture, rows) };
};
