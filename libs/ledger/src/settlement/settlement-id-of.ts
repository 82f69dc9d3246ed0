import { v5 as uuidV5 } from 'uuid';

/** The settlements' namespace for UUID v5. It is part of every stored id and never changes. */
const namespace = '0c4f2f6e-0b0e-4a53-8d0f-4a1f5f0c9b27';

export interface SettlementName {
  readonly storeId: string;
  readonly currency: string;
  readonly number: number;
}

/** The id of the settlement that has this number of its store and currency. */
export const settlementIdOf = ({ storeId, currency, number }: SettlementName): string =>
  uuidV5(JSON.stringify([storeId, currency, number]), namespace);
