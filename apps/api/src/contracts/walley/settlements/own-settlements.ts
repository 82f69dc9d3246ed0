import { Injectable } from '@nestjs/common';
import { actsFor } from '#access';
import type { Caller } from '#access';
import { isUuid } from '#ledger';
import type { SettlementTotals } from '#ledger';
import { SettlementQueries } from '#read-models';
import type { SettlementView } from '#read-models';
import { walleyForbidden, walleyNotFound } from '../walley-not-yours.js';

/** A settlement whose statement was made; before, it does not exist for Walley's callers. */
export type StatedSettlement = SettlementView & {
  readonly totals: SettlementTotals;
  readonly statedAt: string;
};

export const isStated = (settlement: SettlementView): settlement is StatedSettlement =>
  settlement.totals !== undefined && settlement.statedAt !== undefined;

/** The settlements of the stores that a caller acts for. */
@Injectable()
export class OwnSettlements {
  constructor(private readonly queries: SettlementQueries) {}

  /** @throws RefusedRequest 404 if there is none, 403 if it is of another store */
  async find(caller: Caller, id: string): Promise<StatedSettlement> {
    const found = isUuid(id) ? await this.queries.find(id.toLowerCase()) : undefined;
    if (found === undefined || !isStated(found))
      throw walleyNotFound('There is no such settlement.');
    if (!actsFor(caller, found.storeId)) throw walleyForbidden();
    return found;
  }
}
