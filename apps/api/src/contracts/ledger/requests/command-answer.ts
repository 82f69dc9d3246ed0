import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Executed } from '#event-log';
import { positionHeader } from '../problems/problem-details.js';
import { refuseRejection } from '../problems/problems.js';
import { markReplayed } from '../../../contract-kit/request.js';
import type { Plain } from '../../../contract-kit/describe.js';

/** The answer to every accepted command: 202 (ledger.md, "Commands answer 202"). */
export class CommandAnswer {
  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Id of the new capture' })
  captureId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Id of the new refund' })
  refundId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Id of the new reauthorisation' })
  reauthorizationId?: string;

  @ApiPropertyOptional({ description: 'The new terminal intent', example: 'pi_3Mtw...' })
  paymentIntent?: string;

  @ApiProperty({
    enum: ['accepted', 'requested'],
    description: '`requested` until the card gateway has acted, or until somebody has approved',
  })
  status!: 'accepted' | 'requested';

  @ApiProperty({ description: 'Revision of the last event that the command wrote', example: '3' })
  revision!: string;

  @ApiProperty({ description: 'The place of that event in the log', example: '40961' })
  position!: string;
}

interface Answering {
  readonly executed: Executed;
  /** The refund, reauthorisation or terminal intent that the command made, if any. */
  readonly made?:
    | { readonly refundId: string }
    | { readonly reauthorizationId: string }
    | { readonly paymentIntent: string };
  /**
   * Returns true if the change is accepted but not yet made, because an approval or the gateway's
   * outcome is still missing.
   */
  readonly isRequested?: (executed: Exclude<Executed, { kind: 'rejected' }>) => boolean;
  /**
   * Makes the `Location` header from the answer: the address of the object that the command made.
   */
  readonly location: (answer: Plain<CommandAnswer>) => string;
}

/**
 * Builds the answer to an executed command and sets the response's headers. A repeated request must
 * get the same answer as the first one. So a capture of a card order is always answered with
 * `requested`, even if the gateway has settled the capture in the meantime.
 *
 * @throws HttpError if the command was rejected
 */
export const answerCommand = (reply: FastifyReply, answering: Answering): Plain<CommandAnswer> => {
  const { executed, made, isRequested, location } = answering;
  if (executed.kind === 'rejected') throw refuseRejection(executed);
  const { captureId, order } = executed;
  const toGateway = captureId !== undefined && order.balance.paymentMethod === 'card';
  const answer: Plain<CommandAnswer> = {
    orderId: order.balance.orderId,
    ...(captureId !== undefined && { captureId }),
    ...made,
    status: toGateway || isRequested?.(executed) === true ? 'requested' : 'accepted',
    revision: String(executed.revision),
    position: String(executed.position),
  };
  reply.header('Location', location(answer)).header(positionHeader, answer.position);
  if (executed.replayed) markReplayed(reply, executed);
  return answer;
};
