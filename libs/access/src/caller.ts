import type { Scope } from './scope.js';

/** Who makes a request, as its token says, without stores removed since the token was issued. */
export interface Caller {
  readonly clientId: string;
  readonly stores: readonly string[];
  readonly scopes: readonly Scope[];
}

/** Whether the caller may see and change orders of the store. */
export const actsFor = (caller: Caller, storeId: string): boolean =>
  caller.stores.includes(storeId);

/** Whether no store is left to act for, and no administration that needs none. */
export const actsForNobody = (caller: Caller): boolean =>
  caller.stores.length === 0 && !caller.scopes.includes('admin');
