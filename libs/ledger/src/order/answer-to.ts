import type { Order, Answer } from './order.js';
import type { OrderAction } from './order-events.js';

/**
 * Keys are remembered per action (walley.md, "Capture"). Action names have no blank, so the two
 * parts stay apart.
 */
export const answerKey = (action: OrderAction, idempotencyKey: string): string =>
  `${action} ${idempotencyKey}`;

/** What an idempotency key was answered with on this order, for this kind of action. */
export const answerTo = (
  order: Order,
  action: OrderAction,
  idempotencyKey: string,
): Answer | undefined => order.answers.get(answerKey(action, idempotencyKey));
