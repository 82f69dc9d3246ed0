import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Deliveries, Delivery } from './deliveries.js';

/** Collects deliveries into pages. */
export interface PageCollector<Page> {
  /** The number of events in the page so far. */
  readonly events: number;
  add(delivery: Delivery): void;
  /**
   * Returns the page so far and begins the next one; `undefined` if nothing has changed since the
   * last page.
   */
  take(): Page | undefined;
}

/**
 * The deliveries as pages of at most `pageSize` events. A page is handed out as soon as no further
 * delivery is there; it does not wait to be full. While the reader works on a page, deliveries
 * gather, so pages grow under load.
 */
export async function* pagesOf<Page>(
  deliveries: Deliveries,
  builder: PageCollector<Page>,
  pageSize: number,
): AsyncGenerator<Page, void> {
  while (await deliveries.more()) {
    // Lets the client decode the other events of the same network packet first.
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
    // The events before a failure are handed out before its error is thrown.
    yield* pageOf(builder);
    throw error;
  }
  yield* pageOf(builder);
}

function* pageOf<Page>(builder: PageCollector<Page>): Generator<Page, void> {
  const page = builder.take();
  if (page !== undefined) yield page;
}
