import type { FastifyReply } from 'fastify';
import type { Executed } from '#event-log';
import { acceptedOf, type Accepted } from '../../contract-kit/executed.js';
import { markReplayed } from '../../contract-kit/request-id.js';

/**
 * Answers a change: headers, no body (walley.md, "Every call").
 *
 * @throws CommandRejected
 */
export const answerChange = (
  reply: FastifyReply,
  orderId: string,
  executed: Executed,
): Accepted => {
  const accepted = acceptedOf(executed);
  // Clients follow it as a path on the host they called: relative, the same for all changes.
  reply.header('Location', `/manage/orders/${orderId}`);
  reply.header('Ledger-Position', accepted.position.toString());
  if (accepted.replayed) markReplayed(reply, accepted);
  return accepted;
};
