import type { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { OrderIds } from '#ledger';
import type { Logger } from '#runtime';
import { captureCommand } from '../../../commands/capture-command.js';
import { commandRequestOf } from '../../../contract-kit/request-caller.js';
import { toErrorAnswer } from '../../../contract-kit/to-error-answer.js';
import { type ErrorAnswer, internalError } from '../../../contract-kit/http-error.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { requestedCapture } from '../captures/requested-capture.js';
import { ledgerReading } from '../ledger-reading.js';
import { BulkCaptureRequest } from './bulk-capture.request.js';
import { lineTooLong } from './bulk-endings.js';
import { bulkLimits } from './bulk-limits.js';
import { executedLine, refusedLine, type BulkResult } from './bulk-result.js';
import type { LineWork } from './bulk.js';
import type { CallerCheck } from './caller-check.js';
import type { Line } from './line-splitter.js';
import { orderIdOfLine } from './order-id-of-line.js';

interface Parts {
  readonly commands: CommandBus;
  readonly callerCheck: CallerCheck;
  readonly identity: { readonly orderIds: OrderIds };
  readonly logger: Logger;
}

const lineBody = new JsonBodyPipe(BulkCaptureRequest, ledgerReading);

/** Captures each line as `POST /v1/orders/{id}/captures` captures its body. */
export class CaptureLines implements LineWork {
  #isFaultLogged = false;

  constructor(
    private readonly request: FastifyRequest,
    private readonly parts: Parts,
  ) {}

  async answer({ number, bytes }: Line): Promise<BulkResult> {
    if (bytes === undefined) return refusedLine(number, lineTooLong(bulkLimits.lineBytesMax));
    try {
      // Until the command stands in its order's line nothing may wait here, so that they stand in the order of lines.
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
    const capture = requestedCapture(line);
    const orderId = orderIdOfLine(line, this.parts.identity);
    const request = commandRequestOf(this.request, 'ledger', line.idempotencyKey);
    return captureCommand({ request, orderId, knownOrders: 'all' }, capture);
  }

  /** One outage would fill the log with the same line over and over, so of what was foreseen only the first is told. */
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
