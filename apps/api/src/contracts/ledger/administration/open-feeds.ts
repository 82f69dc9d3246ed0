import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpError } from '../../../contract-kit/http-error.js';
import { feedLimits } from './feed.js';
import type { Feed } from './feed.js';

const retry = { 'Retry-After': '5' };

const noMoreOfClient = (): HttpError =>
  new HttpError({
    status: 429,
    code: 'TOO_MANY_FEEDS',
    detail: `The client already has ${feedLimits.ofOneClient} open feeds. Close one before opening another.`,
    headers: retry,
  });

const noMore = (): HttpError =>
  new HttpError({
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    detail: 'Too many feeds are open.',
    headers: retry,
  });

/**
 * The open feeds of this process. The number of feeds is limited, in total and for each client. All
 * feeds end when the process stops.
 */
@Injectable()
export class OpenFeeds implements OnModuleDestroy {
  readonly #feeds = new Map<Feed, string>();
  #isStopping = false;

  /**
   * Checks that the client may open another feed.
   *
   * @throws HttpError 429 if the client has too many feeds; 503 if the process has too many feeds
   * or is stopping
   */
  assertRoom(clientId: string): void {
    if (this.#isStopping || this.#feeds.size >= feedLimits.atOnce) throw noMore();
    const own = [...this.#feeds.values()].filter((holder) => holder === clientId);
    if (own.length >= feedLimits.ofOneClient) throw noMoreOfClient();
  }

  /**
   * Opens a feed.
   *
   * @throws HttpError 429 if the client has too many feeds; 503 if the process has too many feeds
   * or is stopping
   */
  open(clientId: string, feed: () => Feed): Feed {
    this.assertRoom(clientId);
    const opened = feed();
    this.#feeds.set(opened, clientId);
    opened.once('close', () => this.#feeds.delete(opened));
    return opened;
  }

  /**
   * Ends the feeds before Nest closes the HTTP server, because closing waits until no answer is
   * open any more.
   */
  onModuleDestroy(): void {
    this.#isStopping = true;
    for (const feed of this.#feeds.keys()) feed.stop();
  }
}
