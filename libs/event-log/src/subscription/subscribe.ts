import { type BackOff, backOffMs, pause } from '#runtime/async';
import type { EventStore } from '../client/event-store.js';
import { beforeTheLog } from '../client/stored-event.js';
import { EventStoreUnavailable } from '../faults.js';
import { ledgerStreams } from '../streams.js';
import { type Deliveries, LedgerDeliveries } from './deliveries.js';
import { type LogPage, PageBuilder, type SubscriptionOptions } from './log-pages.js';
import { type PageCollector, pagesOf } from './pages-of.js';
import { type StoredPage, StoredPageBuilder } from './stored-pages.js';

/**
 * Follows the events of all orders and settlements in log order: first the existing events, then
 * new events as they are written. After a lost connection, subscribes again after the last position
 * that was returned, because the client library does not subscribe again by itself. No event is
 * missed or repeated. The buffer is limited, so a slow reader makes the server wait. Completes when
 * `signal` is aborted. Throws `UnreadableEvent` and `EventStoreRefused`, because a new connection
 * would not help against them.
 */
export const subscribeToLedger = (
  eventStore: Pick<EventStore, 'follow'>,
  options: SubscriptionOptions,
): AsyncGenerator<LogPage, void> =>
  pagesAfter(options, (position) => new PageBuilder(position), connectionsOf(eventStore, options));

/**
 * Follows all orders and settlements as `subscribeToLedger` does, but returns the events in their
 * stored form: they are not checked or converted to a newer schema, and events of unknown types are
 * included. Completes when `signal` is aborted. Throws `EventStoreRefused`, because a new
 * connection would not help against it.
 */
export const followLog = (
  eventStore: Pick<EventStore, 'follow'>,
  options: SubscriptionOptions,
): AsyncGenerator<StoredPage, void> =>
  pagesAfter(
    options,
    (position) => new StoredPageBuilder(position),
    connectionsOf(eventStore, options),
  );

type Connect = (after: bigint) => Deliveries & { close(): void };

const connectionsOf =
  (
    eventStore: Pick<EventStore, 'follow'>,
    { streams = ledgerStreams, pageSize, signal }: SubscriptionOptions,
  ): Connect =>
  (after) =>
    new LedgerDeliveries(eventStore, { after, streams, bufferedMax: pageSize, signal });

const reconnectBackOff: BackOff = { firstMs: 50, msMax: 2_000 };

/**
 * Subscribes after a position. After a lost connection, subscribes again after the last position
 * that was returned. `connect` opens a connection that begins after a position. `collector` makes
 * the object that collects what the connection delivers into pages of events.
 */
export async function* pagesAfter<Page extends { readonly position: bigint }>(
  { after, pageSize, beforeConnecting, signal }: SubscriptionOptions,
  collector: (position: bigint) => PageCollector<Page>,
  connect: Connect,
): AsyncGenerator<Page, void> {
  let position = after ?? beforeTheLog;
  for (let failures = 0; !signal.aborted; failures += 1) {
    if (failures > 0) await pause(backOffMs(reconnectBackOff, failures - 1), signal);
    if (!(await mayConnect(beforeConnecting))) continue;
    const deliveries = connect(position);
    try {
      for await (const page of pagesOf(deliveries, collector(position), pageSize)) {
        position = page.position;
        failures = 0;
        yield page;
      }
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable)) throw error;
    } finally {
      deliveries.close();
    }
  }
}

/**
 * Makes the caller's check before a connection. False if the event store cannot be reached, so that
 * the check is repeated later.
 */
const mayConnect = async (ask: (() => Promise<void>) | undefined): Promise<boolean> => {
  try {
    await ask?.();
    return true;
  } catch (error) {
    if (!(error instanceof EventStoreUnavailable)) throw error;
    return false;
  }
};
