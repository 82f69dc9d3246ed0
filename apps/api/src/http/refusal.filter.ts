import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '#runtime';
import type { ErrorEnvelopes } from './error-envelopes.js';
import { refusalOf } from './refusal-of.js';
import { refuse } from './refuse.js';
import { unforeseen } from './unforeseen.js';

/** The one place where an error becomes an answer. */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  constructor(
    private readonly envelopes: ErrorEnvelopes,
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const refusal = refusalOf(error) ?? unforeseen;
    if (refusal.status >= 500) {
      const level = refusal === unforeseen ? 'error' : 'warn';
      this.logger[level]({ err: error, requestId: request.id }, 'request failed');
    }
    refuse({ request, reply }, this.envelopes, refusal);
  }
}
