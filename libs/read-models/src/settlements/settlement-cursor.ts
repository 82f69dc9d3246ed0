import { isInstant, isUuid } from '#ledger';
import type { Instant } from '#ledger';

/** The last settlement of a page; the next page begins behind it. */
export interface SettlementCursor {
  readonly closedAt: Instant;
  readonly settlementId: string;
}

const longest = 128;

export const formatSettlementCursor = ({ closedAt, settlementId }: SettlementCursor): string =>
  Buffer.from(`${closedAt} ${settlementId}`).toString('base64url');

/** What a caller sent back as `cursor`; `undefined` if it is none of ours. */
export const parseSettlementCursor = (text: string): SettlementCursor | undefined => {
  if (text.length > longest) return undefined;
  const parts = Buffer.from(text, 'base64url').toString().split(' ');
  const [closedAt = '', settlementId = '', ...more] = parts;
  const isOurs = isInstant(closedAt) && isUuid(settlementId) && more.length === 0;
  return isOurs ? { closedAt, settlementId } : undefined;
};
