import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Deliveries, Delivery } from './deliveries.js';

/** Collects deliveries into pages of one kind. */
export interface PageCollector<Page> {
  /** Number of events in the page so far. */
  readonly events: number;
  add(delivery: Delivery): void;
  /** Returns the page so far, unless nothing has changed, and begins the next one. */
  take(): Page | undefined;
}

/**
 * The deliveries as pages of at most `pageSize` events. A page is handed out as soon as no other
 * delivery is there, without waiting for it to fill. While its reader works, further deliveries
 * gather, so that pages grow under load.
 */
export async function* pagesOf<Page>(
  deliveries: Deliveries,
  builder: PageCollector<Page>,
  pageSize: number,
): AsyncGenerator<Page, void> {
  while (await deliveries.more()) {
    // Events of the same packet are decoded within this turn of the event loop.
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
    // Events before an unreadable one are delivered before the error is thrown.
    yield* pageOf(builder);
    throw error;
  }
  yield* pageOf(builder);
}

function* pageOf<Page>(builder: PageCollector<Page>): Generator<Page, void> {
  const page = builder.take();
  if (page !== undefined) yield page;
}
