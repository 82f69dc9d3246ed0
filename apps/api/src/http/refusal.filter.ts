import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ThrottledWarnings, type Logger } from '#runtime';
import type { ErrorEnvelopes } from './error-envelopes.js';
import type { Refusal } from './refusal.js';
import { refusalOf } from './refusal-of.js';
import { refuse } from './refuse.js';
import { unforeseen } from './unforeseen.js';

/** The one place where an error becomes an answer. */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  private readonly warnings: ThrottledWarnings;

  constructor(
    private readonly envelopes: ErrorEnvelopes,
    private readonly logger: Logger,
  ) {
    this.warnings = new ThrottledWarnings(logger);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const refusal = refusalOf(error) ?? unforeseen;
    if (refusal.status >= 500) this.log(refusal, { err: error, requestId: request.id });
    refuse({ request, reply }, this.envelopes, refusal);
  }
  /** While the event store is away every request fails: a few lines of that say all. */
  private log(refusal: Refusal, fields: object): void {
    if (refusal === unforeseen) this.logger.error(fields, 'request failed');
    else this.warnings.warn(fields, 'request failed');
  }
}
