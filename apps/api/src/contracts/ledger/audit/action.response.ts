import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { actionOutcomes } from '#event-log';
import type { ActionOutcome, PlacedAction, RecordedAction } from '#event-log';
import type { Plain } from '../../../contract-kit/plain.js';

/** An entry of the audit trail (docs/audit.md). */
export class ActionResponse {
  @ApiProperty({ description: 'Number of the entry, from 0', example: '17' })
  revision!: string;

  @ApiProperty({ description: 'Place of the entry in the log', example: '51200' })
  position!: string;

  @ApiProperty({ format: 'uuid', description: 'The same of a request and of what became of it' })
  actionId!: string;

  @ApiProperty({
    description: 'The route, or the operator command, or `log-in failed`',
    example: 'POST /v1/clients',
  })
  action!: string;

  @ApiProperty({ enum: actionOutcomes })
  outcome!: ActionOutcome;

  @ApiProperty({ description: 'Client id, or `operator`', example: 'demo' })
  by!: string;

  @ApiProperty({ description: 'Address; of an operator, account and machine', example: '10.0.0.7' })
  from!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What it was done to, by names',
    example: { clientId: 'shop-a', stores: ['demo-se'] },
  })
  target!: RecordedAction['target'];

  @ApiPropertyOptional({
    description:
      'Why it was refused: the code of the answer; a command used wrongly has VALIDATION_ERROR',
    example: 'CLIENT_NOT_FOUND',
  })
  code?: string;
}

export const actionResponse = (entry: PlacedAction): Plain<ActionResponse> => ({
  revision: String(entry.revision),
  position: String(entry.position),
  actionId: entry.actionId,
  action: entry.action,
  outcome: entry.outcome,
  by: entry.by,
  from: entry.from,
  at: entry.at,
  target: entry.target,
  ...(entry.code !== undefined && { code: entry.code }),
});
