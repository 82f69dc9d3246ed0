import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '../client/event-store.js';
import { beforeTheLog } from '../client/before-the-log.js';
import { EventStoreUnavailable } from '../faults/event-store-unavailable.js';
import { backOffMs, type BackOff } from '../retry/back-off.js';
import type { LogPage, SubscriptionOptions } from './log-page.js';
import { OrderDeliveries } from './order-deliveries.js';
import { PageBuilder } from './page-builder.js';
import { pagesOf } from './pages-of.js';

const reconnectBackOff: BackOff = { firstMs: 50, mostMs: 2_000 };

/**
 * Follows the events of all orders and of the settlements they end in, in log order, for ever: first those there are, then live. The client resumes
 * nothing, so after a lost connection this subscribes again behind the last page it handed out: no gap, no
 * duplicate. The next page is taken from the wire only while the reader waits for it or a bounded buffer has room.
 *
 * Completes when `signal` is aborted. Throws `UnreadableEvent` and `EventStoreRefused`, which no reconnect heals.
 */
export async function* subscribeToOrders(
  eventStore: Pick<EventStore, 'follow'>,
  { after, pageSize, signal }: SubscriptionOptions,
): AsyncGenerator<LogPage, void> {
  let position = after ?? beforeTheLog;
  for (let failures = 0; !signal.aborted; failures += 1) {
    if (failures > 0) await pause(backOffMs(reconnectBackOff, failures - 1), signal);
    const deliveries = new OrderDeliveries(eventStore, {
      after: position,
      bufferedMax: pageSize,
      signal,
    });
    try {
      for await (const page of pagesOf(deliveries, new PageBuilder(position), pageSize)) {
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

/** Ends early, and without an error, when the signal is aborted. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);
