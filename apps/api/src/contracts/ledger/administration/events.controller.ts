import { applyDecorators, Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actsFor } from '#access';
import { followLog, ledgerStreams } from '#event-log';
import type { EventStore, StoredPage } from '#event-log';
import { Authenticator } from '../../../contract-kit/authenticator.js';
import type { Logger } from '#runtime';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { callerOf } from '../../../contract-kit/request.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { headersAtOnce, ndjson } from '../../../contract-kit/streamed-bodies.js';
import { eventStoreToken, loggerToken } from '../../../services/service-tokens.js';
import { QueryFlag, Text } from '../../../contract-kit/body/fields.js';
import { QueryNumber } from '../fields/numbers.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { positionHeader } from '../problems/problem-details.js';
import { CallerCheck } from '../requests/caller.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { positionIn } from '../requests/wait-for-position.js';
import { eventStream, FeedEvent, feedFormatFor } from './feed-event.js';
import { Feed, feedLimits, type FeedOptions } from './feed.js';
import { OpenFeeds } from './open-feeds.js';

const description = [
  'The events of all orders and settlements of the stores that the client acts for, in the order of the log, as they are stored.',
  'NDJSON by default; server-sent events for `Accept: text/event-stream`, with the position as `id`, so that `Last-Event-ID` resumes.',
  'Without `follow=true` an NDJSON feed ends where the log ended at the time of the request; if the connection breaks, the feed is incomplete.',
  'A feed that stays open sends a blank line (or a block without data) at least every 15 seconds. It may end at any time:',
  'continue with `after` the last position. A caller that reads nothing for 30 seconds is disconnected. Needs `audit:read`.',
].join(' ');

const line = { schema: { $ref: getSchemaPath(FeedEvent) } };

export const DescribeEvents = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Follow the events of the log', description }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'Instead of `after`: the position that a reconnecting client sends',
    }),
    ApiExtraModels(FeedEvent),
    ApiResponse({
      status: 200,
      description: 'One event in each line',
      content: { [ndjson]: line, [eventStream]: line },
      headers: {
        ...requestIdHeader,
        'Ledger-Position': {
          description: 'The position at which a feed that does not stay open ends',
          schema: { type: 'string', pattern: '^\\d+$' },
        },
      },
    }),
    DescribeProblems('POSITION_NOT_REACHED', 'TOO_MANY_FEEDS'),
  );

/** The parameters of `GET /v1/events`. */
export class EventsQuery {
  @Text({
    optional: true,
    description:
      'Position of the last event that the caller already has; if left out, the feed starts at the beginning of the log',
    example: '40961',
  })
  readonly after?: string;

  @QueryNumber({
    least: 1,
    most: feedLimits.eventsMax,
    description: `The feed ends after this number of events, 1 to ${feedLimits.eventsMax}`,
  })
  readonly limit?: string;

  @QueryFlag({
    description:
      'Whether the feed stays open at the end of the log; true for server-sent events if left out, else false',
  })
  readonly follow?: string;
}

/**
 * The position after which a feed begins. A reconnecting client sends the last position that it has
 * seen in `Last-Event-ID`; this takes precedence over the position in the URL.
 */
export const positionKnown = (
  after: string | undefined,
  lastEventId: unknown,
): bigint | undefined => {
  if (lastEventId !== undefined && lastEventId !== '') {
    return positionIn('Last-Event-ID', lastEventId);
  }
  return after === undefined ? undefined : positionIn('after', after);
};

const beyondTheLog = (after: bigint, end: bigint): HttpError =>
  new HttpError({
    status: 412,
    code: 'POSITION_NOT_REACHED',
    detail: `The log ends at position ${end}, before ${after}.`,
    headers: { [positionHeader]: String(end), 'Retry-After': '1' },
  });

type Log = Pick<EventStore, 'lastPosition'>;

/**
 * Returns the position where a feed may stop because it has sent everything that is in the log now.
 * The position is that of the last event of an order or a settlement. If there is no such event
 * after `after`, the result is `after`. Without `after` and without any event, the result is -1.
 *
 * @throws HttpError 412 if `after` lies beyond the end of the log, because then `after` comes from
 * another log, or from this log before it was restored from a backup
 */
export const feedEnd = async (log: Log, after: bigint | undefined): Promise<bigint> => {
  if (after !== undefined) {
    // The caller may have got `after` from a heartbeat. A heartbeat also counts events that no feed
    // shows, so `after` may lie beyond the last event of any order or settlement.
    const end = (await log.lastPosition()) ?? -1n;
    if (after > end) throw beyondTheLog(after, end);
  }
  return (await log.lastPosition(ledgerStreams, after)) ?? -1n;
};

/** The feed of the log's events. A client sees only events of stores that it acts for. */
@Controller('v1/events')
@RequireScope('audit:read')
export class EventsController {
  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    private readonly authenticator: Authenticator,
    private readonly feeds: OpenFeeds,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  @Get()
  @DescribeEvents()
  async feed(
    @Query(new QueryPipe(EventsQuery)) query: EventsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Feed> {
    const { clientId } = callerOf(request);
    const after = positionKnown(query.after, request.headers['last-event-id']);
    this.feeds.assertRoom(clientId);
    const end = await feedEnd(this.eventStore, after);
    const format = feedFormatFor(request.headers.accept);
    const follows = query.follow === undefined ? format.followsByDefault : query.follow === 'true';
    const feed = this.feeds.open(clientId, () =>
      this.#feedAfter(after, request, {
        format,
        limit: query.limit === undefined ? Infinity : Number(query.limit),
        endsAt: follows ? undefined : end,
      }),
    );
    void reply.headers({
      'Content-Type': format.contentType,
      ...(!follows && end >= 0n && { [positionHeader]: String(end) }),
    });
    headersAtOnce(reply.raw);
    reply.raw.once('close', () => feed.destroy());
    return feed;
  }

  #feedAfter(
    after: bigint | undefined,
    request: FastifyRequest,
    options: Pick<FeedOptions, 'format' | 'limit' | 'endsAt'>,
  ): Feed {
    const ending = new AbortController();
    const check = new CallerCheck(request, this.authenticator, feedLimits.callerCheckedEveryMs);
    const { endsAt } = options;
    const isAtEnd = endsAt !== undefined && (after ?? -1n) >= endsAt;
    const { signal } = ending;
    const pages = isAtEnd
      ? lookedThrough(endsAt)
      : followLog(this.eventStore, { after, pageSize: feedLimits.pageEvents, signal });
    const end = (): void => {
      ending.abort();
    };
    const feed = new Feed(pages, end, {
      ...options,
      shows: ({ metadata }) => actsFor(callerOf(request), metadata.storeId),
      isAllowed: async () => (await check.refusal()) === undefined,
      limits: feedLimits,
    });
    feed.once('error', (err) => {
      this.logger.warn({ err, requestId: request.id }, 'a feed broke off');
    });
    return feed;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- It stands in for pages of the log, which come later.
async function* lookedThrough(position: bigint): AsyncGenerator<StoredPage, void> {
  yield { events: [], position };
}
