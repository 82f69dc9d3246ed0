import { ApiProperty } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { CutMade, SettlementExecuted } from '#event-log';
import { markReplayed } from '../../../contract-kit/request-id.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { positionHeader } from '../problems/problem-details.js';
import { readModelBehind } from '../problems/refuse-problem.js';
import { settlementProblems } from '../problems/settlement-problems.js';

/** What an accepted settlement command is answered with: 202. */
export class SettlementAnswer {
  @ApiProperty({ format: 'uuid' })
  settlementId!: string;

  @ApiProperty({ enum: ['accepted'] })
  status!: 'accepted';

  @ApiProperty({ description: 'Of the event the command wrote', example: '3' })
  revision!: string;

  @ApiProperty({ description: 'The place of that event in the log', example: '40961' })
  position!: string;
}

/** @throws RefusedRequest if the command was rejected */
export const answerSettlement = (
  reply: FastifyReply,
  executed: CutMade | SettlementExecuted,
): Plain<SettlementAnswer> => {
  if (executed.kind === 'behind' || executed.kind === 'stale')
    throw readModelBehind({ 'Retry-After': '1' });
  if (executed.kind === 'rejected') {
    const { status, code } = settlementProblems[executed.code];
    throw new HttpError({ status, code, detail: executed.detail });
  }
  const { settlementId, replayed } = executed;
  const position = String(executed.position);
  reply.header('Location', `/v1/settlements/${settlementId}`).header(positionHeader, position);
  if (replayed) markReplayed(reply, executed);
  return { settlementId, status: 'accepted', revision: String(executed.revision), position };
};
