import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpError } from '../../../contract-kit/http-error.js';
import { feedLimits } from './feed.js';
import type { Feed } from './feed.js';

const retry = { 'Retry-After': '5' };

const noMoreOfClient = (): HttpError =>
  new HttpError({
    status: 429,
    code: 'TOO_MANY_FEEDS',
    detail: `The client has ${feedLimits.ofOneClient} feeds open already.`,
    headers: retry,
  });

const noMore = (): HttpError =>
  new HttpError({
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    detail: 'Too many feeds at once.',
    headers: retry,
  });

/**
 * The feeds of this process. Their number is limited, in total and for each client, and they end
 * when the process stops.
 */
@Injectable()
export class OpenFeeds implements OnModuleDestroy {
  readonly #feeds = new Map<Feed, string>();
  #isStopping = false;

  /**
   * Checks that the client may open a further feed.
   *
   * @throws HttpError 429 if the client has too many feeds, 503 if the process has too many or
   * stops
   */
  assertRoom(clientId: string): void {
    if (this.#isStopping || this.#feeds.size >= feedLimits.atOnce) throw noMore();
    const own = [...this.#feeds.values()].filter((holder) => holder === clientId);
    if (own.length >= feedLimits.ofOneClient) throw noMoreOfClient();
  }

  /**
   * Opens a feed unless there are too many, or the process stops.
   *
   * @throws HttpError 429 or 503
   */
  open(clientId: string, feed: () => Feed): Feed {
    this.assertRoom(clientId);
    const opened = feed();
    this.#feeds.set(opened, clientId);
    opened.once('close', () => this.#feeds.delete(opened));
    return opened;
  }

  /** Nest calls this before the server closes, which waits for open answers. */
  onModuleDestroy(): void {
    this.#isStopping = true;
    for (const feed of this.#feeds.keys()) feed.stop();
  }
}
