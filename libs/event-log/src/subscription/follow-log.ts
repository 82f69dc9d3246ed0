import type { EventStore } from '../client/event-store.js';
import type { SubscriptionOptions } from './log-page.js';
import { pagesAfter } from './pages-behind.js';
import { StoredPageBuilder, type StoredPage } from './stored-pages.js';

/**
 * Follows all orders and settlements as `subscribeToOrders` does, but hands the events on as they stand in the log:
 * neither checked nor upcast, so that types which this version does not know come through as well.
 *
 * Completes when `signal` is aborted. Throws `EventStoreRefused`, which no reconnect heals.
 */
export const followLog = (
  eventStore: Pick<EventStore, 'follow'>,
  options: SubscriptionOptions,
): AsyncGenerator<StoredPage, void> =>
  pagesAfter(eventStore, options, (position) => new StoredPageBuilder(position));
