import { v5 as uuidV5 } from 'uuid';
import type { SettlementAction } from './settlement-events.js';
import { settlementIdOf } from './settlement-id-of.js';

interface Account {
  readonly storeId: string;
  readonly currency: string;
}

/** The id of the action that a key stands for on one store's settlements; any replica makes the same. */
export const settlementActionIdOf = (
  account: Account,
  action: SettlementAction,
  key: string,
): string => uuidV5(`${action}:${key}`, settlementIdOf({ ...account, number: 0 }));
