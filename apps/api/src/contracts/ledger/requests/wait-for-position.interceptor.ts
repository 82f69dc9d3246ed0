import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { PositionWatch } from '#read-models';
import { RefusedRequest } from '../../../http/refused-request.js';
import { WaitingReads } from '../../../queries/waiting-reads.js';
import { positionHeader } from '../problems/problem-details.js';
import { positionAsked } from './position-asked.js';
import { preferredWait } from './preferred-wait.js';

const notReached = (asked: bigint, reached: bigint): RefusedRequest =>
  new RefusedRequest({
    status: 412,
    code: 'POSITION_NOT_REACHED',
    detail: `The read model has reached position ${reached}, not ${asked}.`,
    headers: { [positionHeader]: String(reached), 'Retry-After': '1' },
  });

/**
 * Lets a caller read its own write: the answer waits until the read model has reached the position that the request
 * names (ledger.md, "Reads"). Without one it does not wait.
 */
@Injectable()
export class WaitForPosition implements NestInterceptor {
  constructor(
    private readonly positions: PositionWatch,
    private readonly waiting: WaitingReads,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const asked = positionAsked(request);
    if (asked !== undefined) {
      const { seconds, given } = preferredWait(request.headers['prefer']);
      await this.wait(asked, seconds * 1_000);
      const reply = http.getResponse<FastifyReply>();
      if (given) reply.header('Preference-Applied', `wait=${seconds}`);
    }
    return next.handle();
  }

  private async wait(asked: bigint, timeoutMs: number): Promise<void> {
    if (this.positions.reached >= asked) return;
    const reached = await this.waiting.during(() => this.positions.waitFor(asked, timeoutMs));
    if (reached < asked) throw notReached(asked, reached);
  }
}
