/** What a client may do, as listed in the contract page ledger.md, "Clients and stores". */
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

/** What each of them lets a client do, for its own stores. */
export const scopeMeanings: Readonly<Record<Scope, string>> = {
  'orders:write':
    'Register and authorise orders, cancel and extend them, reauthorise, approve or reject',
  'captures:write': 'Capture orders, one by one or in bulk',
  'refunds:write': 'Refund captures',
  'orders:read': 'Read orders with their customers, captures, refunds and history',
  'settlements:read': 'Read settlements and reports',
  'audit:read': 'Read the feed of events, verify orders, read seals',
  admin: 'Make clients, stores, keys and webhooks; cut and pay out settlements; erase customers',
};

export const isScope = (text: string): text is Scope =>
  (scopes as readonly string[]).includes(text);
