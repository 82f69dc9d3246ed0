import { printable } from '#runtime';
import type { Delivery } from '#webhooks';

/** A message to a webhook in one line: what became of it, when it was tried last, and when it will be next. */
export const deliveryLine = (delivery: Delivery): string => {
  const { deliveryId, position, event, status, attempts, lastStatus, lastError } = delivery;
  const { lastAttemptAt, nextAttemptAt } = delivery;
  const outcome = lastStatus ?? lastError;
  return [
    ...[deliveryId, position, event, `${status} (${attempts})`],
    ...(outcome === undefined ? [] : [printable(String(outcome))]),
    ...(lastAttemptAt === undefined ? [] : [`last ${lastAttemptAt}`]),
    ...(nextAttemptAt === undefined ? [] : [`next ${nextAttemptAt}`]),
  ].join('  ');
};
