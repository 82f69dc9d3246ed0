import { Injectable } from '@nestjs/common';
import { actsFor } from '#access';
import type { Caller } from '#access';
import { isUuid } from '#ledger';
import { SettlementQueries } from '#read-models';
import type { SettlementView } from '#read-models';
import { settlementNotFound } from '../problems/refuse-problem.js';

/** The settlements a caller may see; any other reads as one that is not there (invariant I8 of domain.md). */
@Injectable()
export class OwnSettlements {
  constructor(private readonly queries: SettlementQueries) {}

  /** @throws RefusedRequest 404 */
  async find(caller: Caller, id: string): Promise<SettlementView> {
    const found = isUuid(id) ? await this.queries.find(id.toLowerCase()) : undefined;
    if (found === undefined || !actsFor(caller, found.storeId)) throw settlementNotFound();
    return found;
  }
}
