import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { PositionWatch } from '#read-models';
import { HttpError } from '../../../contract-kit/http-error.js';
import { callerOf } from '../../../contract-kit/request-caller.js';
import { EndOfLog } from '../../../queries/log-end.js';
import { WaitingReads } from '../../../queries/waiting-reads.js';
import { positionHeader } from '../problems/problem-details.js';
import { positionAsked } from './position-asked.js';
import { preferredWait } from './preferred-wait.js';

/** What was written a moment ago is there so soon; only what is not makes the end of the log be asked for. */
const soonMs = 100;

const refused = (detail: string, reached: bigint): HttpError =>
  new HttpError({
    status: 412,
    code: 'POSITION_NOT_REACHED',
    detail,
    headers: { [positionHeader]: String(reached), 'Retry-After': '1' },
  });

const notReached = (asked: bigint, reached: bigint): HttpError =>
  refused(`The read model has reached position ${reached}, not ${asked}.`, reached);

/** To wait for it would be in vain: it is of another log, or of this one before it was restored from a backup. */
const beyondTheLog = (asked: bigint, end: bigint, reached: bigint): HttpError =>
  refused(`The log ends at position ${end}, before ${asked}.`, reached);

/**
 * Lets a caller read its own write: the answer waits until the read model has reached the position that the request
 * names (ledger.md, "Reading your own write"). Without one it does not wait.
 */
@Injectable()
export class WaitForPosition implements NestInterceptor {
  constructor(
    private readonly positions: PositionWatch,
    private readonly waiting: WaitingReads,
    private readonly logEnd: EndOfLog,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const asked = positionAsked(request);
    if (asked !== undefined) {
      const { seconds, given } = preferredWait(request.headers['prefer']);
      await this.wait(callerOf(request).clientId, asked, seconds * 1_000);
      const reply = http.getResponse<FastifyReply>();
      if (given) reply.header('Preference-Applied', `wait=${seconds}`);
    }
    return next.handle();
  }

  private async wait(client: string, asked: bigint, timeoutMs: number): Promise<void> {
    if (this.positions.reached >= asked) return;
    await this.waiting.during(client, async () => {
      const soon = await this.positions.waitFor(asked, Math.min(soonMs, timeoutMs));
      if (soon >= asked) return;
      const end = await this.logEnd.before(asked);
      if (end !== undefined) throw beyondTheLog(asked, end, soon);
      const reached = await this.positions.waitFor(asked, Math.max(0, timeoutMs - soonMs));
      if (reached < asked) throw notReached(asked, reached);
    });
  }
}
