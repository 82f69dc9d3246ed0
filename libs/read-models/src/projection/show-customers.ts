import type { ClientBase } from 'pg';
import type { SealedCustomers } from '#personal-data';
import type { Statement } from '../sql/query.js';
import type { ProjectedEvent } from './projection-page.js';
import { customersIn, writeCustomers } from './write-customers.js';

/** Opens customers of the log, or says that they were erased. */
export type CustomerOpener = Pick<SealedCustomers, 'open'>;

/** For logs without customers: one that comes all the same stops the projection rather than being left out. */
export const noCustomers: CustomerOpener = {
  open: (_client, sealed) =>
    sealed.length === 0
      ? Promise.resolve([])
      : Promise.reject(new Error('An order has a customer, and nobody gave the keys to show it')),
};

/** The statements that show the customers of newly registered orders; with none of them nothing is asked for. */
export const showCustomers = async (
  client: ClientBase,
  events: readonly ProjectedEvent[],
  customers: CustomerOpener,
): Promise<Statement[]> => {
  const found = customersIn(events);
  const opened = await customers.open(client, found);
  return writeCustomers(
    found.flatMap((customer, index) => {
      const made = opened[index];
      return made === undefined ? [] : [{ ...customer, opened: made }];
    }),
  );
};
