import type { SeededRandom } from '../../faults/support/seeded-random.js';
import { drawCancellation } from './draw-cancellation.js';
import { drawCapture, keyReused } from './draw-capture.js';
import { drawRefund, refundKeyReused } from './draw-refund.js';
import type { Operation } from './operation.js';
import type { Ordered } from './ordered.js';

const shares = { refund: 0.2, cancel: 0.02 };

/** A random change of an order, most often a capture. */
export const drawChange = (order: Ordered, name: string, random: SeededRandom): Operation => {
  const drawn = random.next();
  if (drawn < shares.refund) return drawRefund(order, name, random);
  if (drawn < shares.refund + shares.cancel && order.isNeverCancelled !== true) {
    return drawCancellation(order, name, random);
  }
  return drawCapture(order, name, random);
};

/**
 * Another request under the key of `first`, if the operation has a key: at most one of the two may
 * have an effect.
 */
export const underSameKey = (
  order: Ordered,
  first: Operation,
  random: SeededRandom,
): Operation | undefined => {
  if (first.action === 'capture') return keyReused(order, first, random);
  return first.action === 'refund' ? refundKeyReused(order, first, random) : undefined;
};
