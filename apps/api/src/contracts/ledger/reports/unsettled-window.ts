import type { Pool } from 'pg';
import { formatCaptureCursor, parseCaptureCursor, unsettledCaptures } from '#read-models';
import type { UnsettledCapture, UnsettledCapturesRequest } from '#read-models';
import type { Plain } from '../../../contract-kit/plain.js';
import { invalidCursor } from '../requests/invalid-cursor.js';
import type { PageResponse } from '../requests/page-of.js';
import { limitOf, type PageQuery } from '../requests/page.query.js';
import { unsettledCaptureResponse, type UnsettledCaptureResponse } from './report.response.js';

type Wanted = Pick<UnsettledCapturesRequest, 'stores' | 'requestedBefore'>;

const capturesPerRead = 500;

/** A page of them, the oldest first. @throws RefusedRequest 400 for a cursor of another list */
export const unsettledPage = async (
  pool: Pool,
  wanted: Wanted,
  query: PageQuery,
): Promise<PageResponse<Plain<UnsettledCaptureResponse>>> => {
  const { cursor } = query;
  const after = cursor === undefined ? undefined : parseCaptureCursor(cursor);
  if (cursor !== undefined && after === undefined) throw invalidCursor();
  const limit = limitOf(query);
  const found = await unsettledCaptures(pool, {
    ...wanted,
    limit: limit + 1,
    ...(after && { after }),
  });
  const captures = found.slice(0, limit);
  const last = found.length > limit ? captures.at(-1) : undefined;
  return {
    items: captures.map(unsettledCaptureResponse),
    nextCursor: last === undefined ? null : formatCaptureCursor(last),
  };
};

/** All of them, some in memory at a time. */
export async function* allUnsettled(
  pool: Pool,
  wanted: Wanted,
): AsyncGenerator<Plain<UnsettledCaptureResponse>, void> {
  let after: UnsettledCapture | undefined;
  do {
    const captures: readonly UnsettledCapture[] = await unsettledCaptures(pool, {
      ...wanted,
      limit: capturesPerRead,
      ...(after && { after }),
    });
    yield* captures.map(unsettledCaptureResponse);
    after = captures.length < capturesPerRead ? undefined : captures.at(-1);
  } while (after !== undefined);
}
