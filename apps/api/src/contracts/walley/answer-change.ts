import type { FastifyReply } from 'fastify';
import type { Executed } from '#event-log';
import { markReplayed } from '../../contract-kit/request-id.js';
import { walleyRefusal } from './walley-refusal.js';

/**
 * Puts on the reply what every change is answered with: headers, no body (walley.md, "Every call").
 *
 * @throws RefusedRequest if the command was rejected
 */
export const answerChange = (
  reply: FastifyReply,
  orderId: string,
  executed: Executed,
): Exclude<Executed, { kind: 'rejected' }> => {
  if (executed.kind === 'rejected') throw walleyRefusal(executed);
  // Clients follow it as a path on the host they called (walley.md: relative, the same for all changes).
  reply.header('Location', `/manage/orders/${orderId}`);
  reply.header('Ledger-Position', executed.position.toString());
  if (executed.replayed) markReplayed(reply, executed);
  return executed;
};
