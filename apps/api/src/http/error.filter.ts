import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ThrottledWarnings, type Logger } from '#runtime';
import type { Contracts } from '../contract-kit/contract.js';
import { type ErrorAnswer, internalError, CommandRejected } from '../contract-kit/http-error.js';
import { toErrorAnswer } from '../contract-kit/to-error-answer.js';
import { sendError } from './send-error.js';

/** Turns every error that a handler or a guard throws into an answer. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly warnings: ThrottledWarnings;

  constructor(
    private readonly contracts: Contracts,
    private readonly logger: Logger,
  ) {
    this.warnings = new ThrottledWarnings(logger);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const answer = this.answerTo(error, request) ?? internalError;
    if (answer.status >= 500) this.log(answer, { err: error, requestId: request.id });
    sendError({ request, reply }, this.contracts, answer);
  }

  /**
   * The contract itself answers a command that the ledger rejected. All other errors have the same
   * answer for every contract.
   */
  private answerTo(error: unknown, { originalUrl }: FastifyRequest): ErrorAnswer | undefined {
    if (!(error instanceof CommandRejected)) return toErrorAnswer(error);
    return this.contracts.of(originalUrl).errorEnvelope.rejected(error.rejected);
  }

  /**
   * While the event store cannot be reached, every request fails. The warnings are therefore
   * throttled, and only unexpected errors are all logged.
   */
  private log(answer: ErrorAnswer, fields: object): void {
    if (answer === internalError) this.logger.error(fields, 'request failed');
    else this.warnings.warn(fields, 'request failed');
  }
}
