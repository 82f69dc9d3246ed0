import { StoreDirectory } from '#access';
import type { Store } from '#access';
import type { Pool } from 'pg';
import { connectEventStore, cutNow, SettlementRepository } from '#event-log';
import type { CutResult } from '#event-log';
import { currencies } from '#ledger';
import { OrderQueries, SettlementQueries } from '#read-models';
import { loadSettings } from '#runtime';
import { eventStoreUrlOf } from '../connections.js';
import { exitCode, type ExitCode, WrongUsage } from '../exit-code.js';
import { operatorOrigin, withDatabase } from './with-database.js';
import { printSettlement } from './settlement-show.js';
import { printFault } from './print.js';
import { untilShown } from './settlement-change.js';

export interface CutOptions {
  readonly store: string;
  readonly currency?: string;
  readonly json?: boolean;
}

const cut = async (
  pool: Pool,
  { storeId, timeZone }: Store,
  currency: string,
): Promise<CutResult> => {
  const eventStore = connectEventStore(eventStoreUrlOf(loadSettings()));
  const at = new Date().toISOString();
  const orders = new OrderQueries(pool);
  try {
    return await cutNow(
      {
        eventStore,
        settlements: new SettlementRepository(eventStore),
        heads: new SettlementQueries(pool),
        reaches: async (position) =>
          (await untilShown(async () =>
            (await orders.position()) >= position ? true : undefined,
          )) === true,
      },
      {
        stream: { storeId, currency },
        timeZone,
        at,
        origin: operatorOrigin('ledger settlement cut', at),
      },
    );
  } finally {
    await eventStore.dispose();
  }
};

/**
 * Runs `ledger settlement cut`: closes a settlement now, waits for its statement (its recorded
 * sums) and prints it.
 */
export const settlementCut = async (options: CutOptions): Promise<ExitCode> => {
  if (options.currency !== undefined && !currencies.has(options.currency))
    throw new WrongUsage(`--currency: "${options.currency}" is not an ISO 4217 code`);
  return withDatabase(loadSettings(), async (pool) => {
    const store = await new StoreDirectory(pool).find(options.store);
    if (store === undefined) {
      printFault(`There is no store "${options.store}".`);
      return exitCode.fault;
    }
    const made = await cut(pool, store, options.currency ?? store.currency);
    if (made.kind !== 'accepted') {
      printFault(
        made.kind === 'behind'
          ? 'The read models have not reached the end of the log: is a worker running? Nothing was written.'
          : made.detail,
      );
      return exitCode.fault;
    }
    const queries = new SettlementQueries(pool);
    const stated = await untilShown(async () => {
      const found = await queries.find(made.settlementId);
      return found?.totals === undefined ? undefined : found;
    });
    const shown = stated ?? (await queries.find(made.settlementId));
    if (shown !== undefined) printSettlement(shown, options.json === true);
    else
      printFault(
        `Settlement ${made.settlementId} was cut, but the read models do not show it yet: is a worker running?`,
      );
    return stated === undefined ? exitCode.fault : exitCode.done;
  });
};
