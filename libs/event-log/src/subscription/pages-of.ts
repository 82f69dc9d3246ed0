import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Deliveries, Delivery } from './deliveries.js';

/** Collects the deliveries of a subscription (events and positions) into pages of events. */
export interface PageCollector<Page> {
  /** The number of events in the page so far. */
  readonly events: number;
  add(delivery: Delivery): void;
  /**
   * Returns the page so far and begins the next one; `undefined` if nothing has changed since the
   * previous page.
   */
  take(): Page | undefined;
}

/**
 * Collects deliveries (events and positions) into pages of at most `pageSize` events. A page is
 * returned once it contains all deliveries that have arrived, even if it is not full. Deliveries
 * that arrive while the reader works on a page go into the next page. So pages are larger under
 * load.
 */
export async function* pagesOf<Page>(
  deliveries: Deliveries,
  builder: PageCollector<Page>,
  pageSize: number,
): AsyncGenerator<Page, void> {
  while (await deliveries.more()) {
    // Waits until the client has decoded the other events of the same network packet, so that they
    // go into the same page.
    await nextTurn();
    yield* pagesAtHand(deliveries, builder, pageSize);
  }
}

function* pagesAtHand<Page>(
  deliveries: Deliveries,
  builder: PageCollector<Page>,
  pageSize: number,
): Generator<Page, void> {
  try {
    for (let next = deliveries.next(); next !== undefined; next = deliveries.next()) {
      builder.add(next);
      if (builder.events >= pageSize) yield* pageOf(builder);
    }
  } catch (error) {
    // The events that arrived before a failure are returned first. The error is thrown afterwards.
    yield* pageOf(builder);
    throw error;
  }
  yield* pageOf(builder);
}

function* pageOf<Page>(builder: PageCollector<Page>): Generator<Page, void> {
  const page = builder.take();
  if (page !== undefined) yield page;
}
