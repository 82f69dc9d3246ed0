import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actsFor } from '#access';
import { Authenticator } from '../../../contract-kit/authenticator.js';
import { followLog } from '#event-log';
import type { EventStore, StoredPage } from '#event-log';
import type { Logger } from '#runtime';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { callerOf } from '../../../contract-kit/request-caller.js';
import { headersAtOnce } from '../../../contract-kit/streamed-bodies.js';
import { eventStoreToken, loggerToken } from '../../../services/service-tokens.js';
import { CallerCheck } from '../requests/caller-check.js';
import { positionHeader } from '../problems/problem-details.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { DescribeEvents } from './describe-events.js';
import { EventsQuery, feedEnd, positionKnown } from './events.query.js';
import { feedFormatFor } from './feed-event.js';
import { feedLimits } from './feed.js';
import { OpenFeeds } from './open-feeds.js';
import { Feed, type FeedOptions } from './feed.js';

/** The feed of the log, of the stores that the client acts for (domain.md, I8). */
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
