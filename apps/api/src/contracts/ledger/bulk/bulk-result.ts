import { ApiProperty } from '@nestjs/swagger';
import type { Executed } from '#event-log';
import type { Plain } from '../../../contract-kit/plain.js';
import type { ErrorAnswer } from '../../../contract-kit/http-error.js';
import { refuseRejection } from '../problems/refuse-rejection.js';

/** The answer to a line whose capture is in the log. */
export class CapturedLine {
  @ApiProperty({ description: 'Of the body, from 1 on; blank lines count', example: 1 })
  line!: number;

  @ApiProperty({ enum: [202] })
  status!: 202;

  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiProperty({ format: 'uuid' })
  captureId!: string;

  @ApiProperty({ description: 'The place of the capture in the log', example: '40961' })
  position!: string;
}

/** The answer to a line that was refused, or the last line of a bulk that was not read to its end. */
export class RefusedLine {
  @ApiProperty({ example: 2 })
  line!: number;

  @ApiProperty({ description: 'As a capture alone would be answered', example: 422 })
  status!: number;

  @ApiProperty({ description: 'Stable', example: 'CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT' })
  code!: string;

  @ApiProperty({ description: 'What happened this time' })
  detail!: string;
}

export type BulkResult = Plain<CapturedLine> | Plain<RefusedLine>;

export const refusedLine = (line: number, { status, code, detail }: ErrorAnswer): BulkResult => ({
  line,
  status,
  code,
  detail,
});

/** A repeat is answered as the first time, to the byte; so nothing here tells that it is one. */
export const executedLine = (line: number, executed: Executed): BulkResult => {
  if (executed.kind === 'rejected') return refusedLine(line, refuseRejection(executed).answer);
  const { captureId = '', order, position } = executed;
  const { orderId } = order.balance;
  return { line, status: 202, orderId, captureId, position: String(position) };
};
