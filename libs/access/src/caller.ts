/**
 * The client that makes a request, with the stores and scopes from its access token or API key. A
 * store that was removed after the token was issued is left out.
 */
export interface Caller {
  readonly clientId: string;
  readonly stores: readonly string[];
  readonly scopes: readonly Scope[];
}

/** True if the caller may see and change orders of this store. */
export const actsFor = (caller: Caller, storeId: string): boolean =>
  caller.stores.includes(storeId);

/**
 * True if the caller can do nothing: it has no store, and it lacks the scope `admin`. With the
 * scope `admin`, a caller can work without a store, for example to create stores.
 */
export const hasNoAccess = (caller: Caller): boolean =>
  caller.stores.length === 0 && !caller.scopes.includes('admin');

/** The permissions of a client (ledger.md, "Clients and stores"). */
export const scopes = [
  'orders:write',
  'captures:write',
  'refunds:write',
  'orders:read',
  'settlements:read',
  'audit:read',
  'admin',
] as const;

export type Scope = (typeof scopes)[number];

/** The rights that each scope gives, for the stores of the client. */
export const scopeMeanings: Readonly<Record<Scope, string>> = {
  'orders:write':
    'Register and authorise orders, cancel and extend them, reauthorise, approve or reject',
  'captures:write': 'Capture orders, one by one or in bulk',
  'refunds:write': 'Refund captures',
  'orders:read': 'Read orders with their customers, captures, refunds and history',
  'settlements:read': 'Read settlements and reports',
  'audit:read': 'Read the feed of events, verify orders, read seals',
  admin: 'Create clients, stores, keys and webhooks; cut and pay out settlements; erase customers',
};

export const isScope = (text: string): text is Scope =>
  (scopes as readonly string[]).includes(text);
