import { clientStoresMax } from './api-client.js';

/** A client was to act for more stores than its token has room for. Nothing was written. */
export class TooManyStores extends Error {
  override readonly name = 'TooManyStores';

  constructor(clientId: string, count: number) {
    super(`Client ${clientId} would have ${count} stores; a client can have ${clientStoresMax}.`);
  }
}

/** @throws TooManyStores */
export const assertStoresFit = (clientId: string, storeIds: readonly string[]): void => {
  const count = new Set(storeIds).size;
  if (count > clientStoresMax) throw new TooManyStores(clientId, count);
};
