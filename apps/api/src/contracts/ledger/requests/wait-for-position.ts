import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { PositionWatch } from '#read-models';
import { callerOf } from '../../../contract-kit/request.js';
import { HttpError, shapeError } from '../../../contract-kit/http-error.js';
import { EndOfLog } from '../../../queries/log-end.js';
import { WaitingReads } from '../../../queries/waiting-reads.js';
import { Text } from '../../../contract-kit/body/fields.js';
import { positionHeader } from '../problems/problem-details.js';

/**
 * The time in which the read model normally shows a recent write. If the position is not reached by
 * then, the end of the log is looked up: a position beyond the end never comes, so the caller gets
 * an error at once instead of waiting in vain.
 */
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

/**
 * The error for a position beyond the end of the log. Such a position comes from another log, or
 * from this log before it was restored from a backup.
 */
const beyondTheLog = (asked: bigint, end: bigint, reached: bigint): HttpError =>
  refused(`The log ends at position ${end}, before ${asked}.`, reached);

/**
 * Lets a caller read its own write: the answer waits until the read model has reached the position
 * that the request names (ledger.md, "Reading your own write"). Without a position the answer does
 * not wait.
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

/**
 * The position that a read waits for: the later one of the header `Ledger-Position` and the
 * parameter `?position=`.
 *
 * @throws HttpError 400
 */
export const positionAsked = ({
  headers,
  query,
}: Pick<FastifyRequest, 'headers' | 'query'>): bigint | undefined => {
  const header = headers[positionHeader.toLowerCase()];
  const { position: parameter } = query as Readonly<Record<string, unknown>>;
  const asked = [
    ...(header === undefined ? [] : [positionIn(positionHeader, header)]),
    ...(parameter === undefined ? [] : [positionIn('position', parameter)]),
  ];
  return asked.reduce<bigint | undefined>(
    (latest, position) => (latest === undefined || position > latest ? position : latest),
    undefined,
  );
};

/** The largest position, because the event store and PostgreSQL use signed 64-bit integers. */
const positionMax = 2n ** 63n - 1n;

/** Reads a position from the header or parameter with this name. @throws HttpError 400 */
export const positionIn = (name: string, text: unknown): bigint => {
  const position = typeof text === 'string' && /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  if (position !== undefined && position <= positionMax) return position;
  throw shapeError([{ path: [name], message: 'must be a position from an earlier answer' }]);
};

const secondsDefault = 2;
const secondsMax = 30;

export interface PreferredWait {
  readonly seconds: number;
  /**
   * True if the caller sent `Prefer: wait=N`. Then the answer has the header `Preference-Applied`
   * with the seconds that were used.
   */
  readonly given: boolean;
}

/**
 * The longest wait of a read: `Prefer: wait=N` (RFC 7240), 2 seconds by default, 30 at most. A
 * preference that cannot be read is ignored, as the RFC requires.
 */
export const preferredWait = (header: string | string[] | undefined): PreferredWait => {
  const preferences = [header ?? []].flat().join(',').split(',');
  for (const preference of preferences) {
    const [, seconds] = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;.*)?$/i.exec(preference) ?? [];
    if (seconds !== undefined) {
      return { seconds: Math.min(Number(seconds), secondsMax), given: true };
    }
  }
  return { seconds: secondsDefault, given: false };
};

/**
 * The query parameter with which a caller asks a read to wait for an earlier write. The waiting is
 * done by `WaitForPosition`.
 */
export class PositionQuery {
  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}
