import { actionOf } from './action-of.js';
import { answerTo } from './answer-to.js';
import type { Rejected, Replayed } from './decision.js';
import type { OrderCommand } from './order-commands.js';
import type { Answer, Order } from './order.js';
import { reject } from './reject.js';

/**
 * What the command's idempotency key was answered with before: the same answer for the same
 * request, a refusal for another (invariant I4). A request that was refused left no event, so it
 * did not use its key up.
 */
export const answeredBefore = (
  order: Order,
  command: OrderCommand,
  fingerprint: string,
): Replayed | Rejected | undefined => {
  if (command.idempotencyKey === undefined) return undefined;
  const answer = answerTo(order, actionOf[command.type], command.idempotencyKey);
  if (answer === undefined) return undefined;
  return answer.fingerprint === fingerprint
    ? replay(answer)
    : reject('IDEMPOTENCY_KEY_REUSED', 'The idempotency key was used for another request.');
};

export const replay = ({
  revision,
  captureId,
  paymentIntent,
  correlationId,
}: Answer): Replayed => ({
  kind: 'replayed',
  revision,
  ...(captureId !== undefined && { captureId }),
  ...(paymentIntent !== undefined && { paymentIntent }),
  ...(correlationId !== undefined && { correlationId }),
});
