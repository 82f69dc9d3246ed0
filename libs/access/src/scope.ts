/** What a client may do, as listed in the contract page ledger.md, "Access". */
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

export const isScope = (text: string): text is Scope =>
  (scopes as readonly string[]).includes(text);
