import { Injectable } from '@nestjs/common';
import { actsFor, type Caller } from '#access';
import { isUuid } from '#ledger';
import {
  parseSettlementCursor,
  type SettlementFilter,
  SettlementQueries,
  type SettlementView,
} from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import { problems } from '../problems/problems.js';
import { settlementResponse, type SettlementResponse } from './settlement.response.js';

/**
 * Finds settlements for a caller. A settlement of a store that the caller does not act for gets
 * 404, as if it did not exist (invariant I8 of domain.md).
 */
@Injectable()
export class VisibleSettlements {
  constructor(private readonly queries: SettlementQueries) {}

  /**
   * Finds a settlement.
   *
   * @throws HttpError 404 if there is none, or the caller does not act for its store
   */
  async find(caller: Caller, id: string): Promise<SettlementView> {
    const found = isUuid(id) ? await this.queries.find(id.toLowerCase()) : undefined;
    if (found === undefined || !actsFor(caller, found.storeId)) throw problems.settlementNotFound();
    return found;
  }
}

const settlementsPerRead = 500;

/** All settlements that match, newest first, with only some of them in memory at a time. */
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
