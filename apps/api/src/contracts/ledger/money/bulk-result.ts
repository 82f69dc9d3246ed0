import { ApiProperty } from '@nestjs/swagger';
import type { Executed } from '#event-log';
import type { Plain } from '../../../contract-kit/describe.js';
import type { ErrorAnswer } from '../../../contract-kit/http-error.js';
import { refuseRejection } from '../problems/problems.js';

/** Limits of `POST /v1/captures`; times in milliseconds. */
export const bulkLimits = {
  /** The maximum number of lines in one bulk. Blank lines are not counted. */
  linesMax: 100_000,
  /** The maximum number of bytes in one line, without its line ending. */
  lineBytesMax: 64 * 1024,
  /**
   * The maximum number of lines that are being captured or whose answers the caller has not read.
   */
  windowLinesMax: 128,
  /**
   * The maximum number of bytes of all lines together that are being captured or whose answers the
   * caller has not read. Any other request body has the same limit.
   */
  windowBytesMax: 1024 * 1024,
  /**
   * The maximum number of concurrent bulks in one process. One client may run eight of them at
   * most, so that there is always room for another client.
   */
  atOnce: 10,
  /**
   * After this number of lines the bulk yields to other requests, even if more lines have arrived.
   */
  linesPerTurn: 32,
  /** A bulk is ended if for this time no line is read and the caller reads no answer. */
  idleMs: 30_000,
  /**
   * The interval at which the caller's token is checked again, because the token may expire or be
   * revoked during the bulk.
   */
  callerCheckedEveryMs: 1_000,
} as const;

export type BulkLimits = { readonly [Limit in keyof typeof bulkLimits]: number };

const andNoMore = 'This line and those after it were not read.';

/** The last answer of a bulk that has too many lines. The remaining lines are not read. */
export const tooManyLines = (most: number): ErrorAnswer => ({
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  detail: `A bulk has at most ${most} lines. ${andNoMore}`,
});

export const lineStalled = (idleMs: number): ErrorAnswer => ({
  status: 408,
  code: 'REQUEST_TIMEOUT',
  detail: `No line arrived for ${idleMs / 1_000} seconds. ${andNoMore}`,
});

export const bulkEndsAtStop: ErrorAnswer = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: `The service stops. ${andNoMore}`,
};

export const noLongerAllowed = ({ status, code, detail }: ErrorAnswer): ErrorAnswer => ({
  status,
  code,
  detail: `${detail} ${andNoMore}`,
});

/** The answer if too many bulks are running. The new bulk does not begin. */
export const noMoreBulks: ErrorAnswer = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'Too many bulks are running. Nothing of this bulk was read.',
  headers: { 'Retry-After': '1' },
};

/** The refusal of a single line that is too long. */
export const lineTooLong = (bytesMax: number): ErrorAnswer => ({
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  detail: `A line has at most ${bytesMax} bytes.`,
});

/** The answer to a caller that disconnected before its bulk began. Nobody reads this answer. */
export const callerGone: ErrorAnswer = {
  status: 400,
  code: 'BAD_REQUEST',
  detail: 'The connection ended before anything of the body was read.',
};

/** The answer to a line whose capture is in the log. */
export class CapturedLine {
  @ApiProperty({
    description: 'Number of the line in the body, from 1; blank lines count',
    example: 1,
  })
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

/**
 * The answer to a line that was refused. If the rest of a bulk is not read, the last answer also
 * has this form.
 */
export class RefusedLine {
  @ApiProperty({ example: 2 })
  line!: number;

  @ApiProperty({
    description: 'The status that a single capture would be answered with',
    example: 422,
  })
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

/**
 * A repeated line gets the same answer as the first time, byte for byte, so the answer does not say
 * that the line is a repeat.
 */
export const executedLine = (line: number, executed: Executed): BulkResult => {
  if (executed.kind === 'rejected') return refusedLine(line, refuseRejection(executed).answer);
  const { captureId = '', order, position } = executed;
  const { orderId } = order.balance;
  return { line, status: 202, orderId, captureId, position: String(position) };
};
