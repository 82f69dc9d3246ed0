import { wrong } from './setting.js';

/** A store that the bootstrap client may act for; made or updated at start. */
export interface BootstrapStore {
  readonly storeId: string;
  readonly salesSegment: 'B2C' | 'B2B';
  /** ISO 4217. */
  readonly currency: string;
}

const mostStores = 100;
const pattern = /^([A-Za-z0-9._-]{1,64}):(B2C|B2B):([A-Z]{3})$/;

const readStore = (value: string): BootstrapStore | undefined => {
  const [, storeId, salesSegment, currency] = pattern.exec(value.trim()) ?? [];
  if (storeId === undefined || currency === undefined) return undefined;
  return { storeId, salesSegment: salesSegment === 'B2B' ? 'B2B' : 'B2C', currency };
};

/** Reads `id:segment:currency`, comma separated (operations.md, "Settings"). Whether a currency exists is not known here. */
export const bootstrapStores = (value: string): readonly BootstrapStore[] | typeof wrong => {
  const stores = value.split(',').map(readStore);
  const known = stores.filter((store) => store !== undefined);
  const distinct = new Set(known.map(({ storeId }) => storeId)).size;
  return distinct === stores.length && distinct <= mostStores ? known : wrong;
};
