import type { ProjectionPage } from '../projection/projection-page.js';
import { ShadowLoad } from '../rebuild/shadow-load.js';
import { noCustomers, type CustomerOpener } from '../tables/order-customers.js';

export interface LoadAllOptions {
  readonly heldRowsMax?: number;
  readonly customers?: CustomerOpener;
  /**
   * The number of loads that run at the same time. The id of an order decides which load receives
   * its events.
   */
  readonly parts?: number;
}

/** Loads pages of events into the tables of the running rebuild. */
export const loadAll = async (
  connectionString: string,
  pages: readonly ProjectionPage[],
  { heldRowsMax = 1_000, customers = noCustomers, parts = 1 }: LoadAllOptions = {},
): Promise<void> => {
  const partOf = (orderId: string): number => Number.parseInt(orderId.slice(0, 2), 16) % parts;
  await Promise.all(
    Array.from({ length: parts }, async (_, part) => {
      const load = await ShadowLoad.open({ connectionString }, { heldRowsMax, customers });
      try {
        for (const { events, settlements = [] } of pages)
          await load.apply({
            events: events.filter(({ data }) => partOf(data.orderId) === part),
            settlements: part === 0 ? settlements : [],
          });
        await load.finish();
      } finally {
        await load.end();
      }
    }),
  );
};
