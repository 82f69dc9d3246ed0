import type { EventStore } from '../client/event-store.js';
import type { LogPage, SubscriptionOptions } from './log-page.js';
import { PageBuilder } from './page-builder.js';
import { pagesAfter } from './pages-behind.js';

/**
 * Follows the events of all orders and of the settlements they end in, in log order, for ever: first those there are, then live. The client resumes
 * nothing, so after a lost connection this subscribes again behind the last page it handed out: no gap, no
 * duplicate. The next page is taken from the wire only while the reader waits for it or a bounded buffer has room.
 *
 * Completes when `signal` is aborted. Throws `UnreadableEvent` and `EventStoreRefused`, which no reconnect heals.
 */
export const subscribeToLedger = (
  eventStore: Pick<EventStore, 'follow'>,
  options: SubscriptionOptions,
): AsyncGenerator<LogPage, void> =>
  pagesAfter(eventStore, options, (position) => new PageBuilder(position));
