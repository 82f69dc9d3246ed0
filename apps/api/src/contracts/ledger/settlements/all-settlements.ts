import { parseSettlementCursor } from '#read-models';
import type { SettlementFilter, SettlementQueries } from '#read-models';
import type { Plain } from '../../../contract-kit/plain.js';
import { settlementResponse, type SettlementResponse } from './settlement.response.js';

const settlementsPerRead = 500;

/** All settlements that match, newest first, some in memory at a time. */
export async function* allSettlements(
  queries: SettlementQueries,
  filter: SettlementFilter,
): AsyncGenerator<Plain<SettlementResponse>, void> {
  let cursor: string | null = null;
  do {
    const after: ReturnType<typeof parseSettlementCursor> =
      cursor === null ? undefined : parseSettlementCursor(cursor);
    const page = await queries.list(filter, { limit: settlementsPerRead, ...(after && { after }) });
    yield* page.settlements.map(settlementResponse);
    cursor = page.nextCursor;
  } while (cursor !== null);
}
