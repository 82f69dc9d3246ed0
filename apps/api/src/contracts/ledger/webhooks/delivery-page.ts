import type { Delivery } from '#webhooks';
import { invalidCursor } from '../requests/invalid-cursor.js';

/** The position behind which a page ends, as the page before gave it. @throws RefusedRequest 400 */
export const positionBefore = (cursor: string | undefined): bigint | undefined => {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^before \d{1,18}$/.test(text)) throw invalidCursor();
  return BigInt(text.slice('before '.length));
};

/** Where the next page goes on; null if this was read whole with a limit one above the page's. */
export const cursorBehind = (read: readonly Delivery[], limit: number): string | null => {
  const last = read[limit - 1];
  if (read.length <= limit || last === undefined) return null;
  return Buffer.from(`before ${last.position}`, 'latin1').toString('base64url');
};
