import { backOffMs, pause, type BackOff } from '#runtime/async';
import type { EventStore } from '../client/event-store.js';
import { beforeTheLog } from '../client/before-the-log.js';
import { EventStoreUnavailable } from '../faults/event-store-unavailable.js';
import { ledgerStreams } from './ledger-streams.js';
import type { SubscriptionOptions } from './log-page.js';
import { LedgerDeliveries } from './order-deliveries.js';
import { pagesOf, type PageCollector } from './pages-of.js';

const reconnectBackOff: BackOff = { firstMs: 50, msMax: 2_000 };

/**
 * Subscribes behind a position and, after a lost connection, again behind the last page that was handed out.
 * `collector` makes what collects the pages of one connection, which begins behind the position it is told.
 */
export async function* pagesAfter<Page extends { readonly position: bigint }>(
  eventStore: Pick<EventStore, 'follow'>,
  { after, streams = ledgerStreams, pageSize, beforeConnecting, signal }: SubscriptionOptions,
  collector: (position: bigint) => PageCollector<Page>,
): AsyncGenerator<Page, void> {
  let position = after ?? beforeTheLog;
  for (let failures = 0; !signal.aborted; failures += 1) {
    if (failures > 0) await pause(backOffMs(reconnectBackOff, failures - 1), signal);
    if (!(await mayConnect(beforeConnecting))) continue;
    const deliveries = new LedgerDeliveries(eventStore, {
      after: position,
      streams,
      bufferedMax: pageSize,
      signal,
    });
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

/** False if the store is away: it is asked again. */
const mayConnect = async (ask: (() => Promise<void>) | undefined): Promise<boolean> => {
  try {
    await ask?.();
    return true;
  } catch (error) {
    if (!(error instanceof EventStoreUnavailable)) throw error;
    return false;
  }
};
