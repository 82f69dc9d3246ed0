import type { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { OrderIds } from '#ledger';
import type { Logger } from '#runtime';
import { captureCommand } from '../../../commands/capture-commands.js';
import { commandRequestOf, visibleAscii } from '../../../contract-kit/request.js';
import { toErrorAnswer } from '../../../contract-kit/to-error-answer.js';
import { type ErrorAnswer, shapeError, internalError } from '../../../contract-kit/http-error.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import type { LineWork } from './bulk.js';
import type { CallerCheck } from '../requests/caller.js';
import type { BodyLine } from './line-splitter.js';
import { Identifier } from '../fields/names.js';
import { Matching, Text } from '../../../contract-kit/body/fields.js';
import { ledgerBodyRules } from '../requests/bodies.js';
import { orderIdOfPath } from '../requests/ledger-target.js';
import {
  bulkLimits,
  type BulkResult,
  executedLine,
  lineTooLong,
  refusedLine,
} from './bulk-result.js';
import { captureContent, CaptureRequest } from './capture.request.js';

/**
 * A line of `POST /v1/captures`: a capture, its order, and the key under which the line can be sent
 * again.
 */
export class BulkCaptureRequest extends CaptureRequest {
  @Text({
    optional: true,
    description: 'Id of the order; otherwise give `store` and `orderNumber`',
  })
  readonly orderId?: string;

  @Identifier({ optional: true, description: 'With `orderNumber`', example: 'demo-se' })
  readonly store?: string;

  @Text({ optional: true, description: 'With `store`', example: '1001' })
  readonly orderNumber?: string;

  @Matching(visibleAscii.pattern, {
    mustBe: visibleAscii.mustBe,
    description: 'Required, because an interrupted bulk is sent again',
    example: 'k-1',
  })
  readonly idempotencyKey!: string;
}

type Address = Pick<BulkCaptureRequest, 'orderId' | 'store' | 'orderNumber'>;

/**
 * The id of the order that a line names. The capture itself checks later whether the order exists
 * and belongs to a store of the caller.
 *
 * @throws HttpError 400 unless the line has either `orderId` or both `store` and `orderNumber`; 404
 * for an `orderId` that is not a UUID
 */
export const orderIdOfLine = (
  { orderId, store, orderNumber }: Address,
  identity: { readonly orderIds: OrderIds },
): string => {
  if (orderId !== undefined && store === undefined && orderNumber === undefined) {
    return orderIdOfPath(orderId);
  }
  if (orderId === undefined && store !== undefined && orderNumber !== undefined) {
    return identity.orderIds.of(store, orderNumber);
  }
  const message = 'is required, or both store and orderNumber instead';
  throw shapeError([{ path: ['orderId'], message }]);
};

interface Parts {
  readonly commands: CommandBus;
  readonly callerCheck: CallerCheck;
  readonly identity: { readonly orderIds: OrderIds };
  readonly logger: Logger;
}

const lineBody = new JsonBodyPipe(BulkCaptureRequest, ledgerBodyRules);

/**
 * Captures one order for each line. A line has the same effect as the same body sent to `POST
 * /v1/orders/{id}/captures`.
 */
export class CaptureLines implements LineWork {
  #isFaultLogged = false;

  constructor(
    private readonly request: FastifyRequest,
    private readonly parts: Parts,
  ) {}

  async answer({ number, bytes }: BodyLine): Promise<BulkResult> {
    if (bytes === undefined) return refusedLine(number, lineTooLong(bulkLimits.lineBytesMax));
    try {
      // There must be no `await` before `execute`, so that commands for the same order are queued
      // in the order of their lines.
      const command = this.commandOf(bytes);
      return executedLine(number, await this.parts.commands.execute(command));
    } catch (error) {
      return refusedLine(number, this.refusalOf(error));
    }
  }

  refusal(): Promise<ErrorAnswer | undefined> {
    return this.parts.callerCheck.refusal();
  }

  private commandOf(bytes: Buffer): ReturnType<typeof captureCommand> {
    const line = lineBody.transform(bytes);
    const capture = captureContent(line);
    const orderId = orderIdOfLine(line, this.parts.identity);
    const request = commandRequestOf(this.request, line.idempotencyKey);
    return captureCommand({ request, orderId, knownOrders: 'all' }, capture);
  }

  /**
   * Logs every unexpected error. Of expected faults (5xx) only the first is logged, because in an
   * outage thousands of lines fail for the same reason.
   */
  private refusalOf(error: unknown): ErrorAnswer {
    const refusal = toErrorAnswer(error) ?? internalError;
    const context = { err: error, requestId: this.request.id };
    if (refusal === internalError) this.parts.logger.error(context, 'a line of a bulk failed');
    else if (refusal.status >= 500 && !this.#isFaultLogged) {
      this.#isFaultLogged = true;
      this.parts.logger.warn(context, 'lines of a bulk failed');
    }
    return refusal;
  }
}
