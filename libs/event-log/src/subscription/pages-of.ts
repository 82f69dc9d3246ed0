import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Deliveries } from './delivery.js';
import type { LogPage } from './log-page.js';
import type { PageBuilder } from './page-builder.js';

/**
 * The deliveries as pages of at most `pageSize` events. A page is handed out as soon as nothing more is there, without
 * waiting for it to fill; while its reader works the next deliveries gather, so that pages grow under load.
 */
export async function* pagesOf(
  deliveries: Deliveries,
  builder: PageBuilder,
  pageSize: number,
): AsyncGenerator<LogPage, void> {
  while (await deliveries.more()) {
    // What arrived in the same packet is decoded within this turn of the event loop.
    await nextTurn();
    yield* pagesAtHand(deliveries, builder, pageSize);
  }
}

function* pagesAtHand(
  deliveries: Deliveries,
  builder: PageBuilder,
  pageSize: number,
): Generator<LogPage, void> {
  try {
    for (let next = deliveries.next(); next !== undefined; next = deliveries.next()) {
      builder.add(next);
      if (builder.events >= pageSize) yield* pageOf(builder);
    }
  } catch (error) {
    // What came before an unreadable event is delivered; the reader then learns of it.
    yield* pageOf(builder);
    throw error;
  }
  yield* pageOf(builder);
}

function* pageOf(builder: PageBuilder): Generator<LogPage, void> {
  const page = builder.take();
  if (page !== undefined) yield page;
}
