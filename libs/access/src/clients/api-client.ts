import type { Scope } from '../scope.js';

/** A program that calls the ledger. */
export interface ApiClient {
  /** 1 to 64 of `A-Z a-z 0-9 . _ -`. */
  readonly clientId: string;
  /** The stores it acts for, without removed ones, in the order of their ids. */
  readonly stores: readonly string[];
  readonly scopes: readonly Scope[];
}

/** So many that all of them fit into a token of 10 kB (`tokenCharactersMax`). */
export const clientStoresMax = 100;

export type ClientCreated =
  /** `clientSecret` is known only here and only now: what is kept is its hash. */
  | { readonly kind: 'created'; readonly client: ApiClient; readonly clientSecret: string }
  /** Also when the client of that id is disabled: events name it as their actor. */
  | { readonly kind: 'client-id-taken' }
  | { readonly kind: 'store-not-found'; readonly storeId: string };
