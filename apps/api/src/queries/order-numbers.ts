import { Injectable } from '@nestjs/common';
import type { Caller } from '#access';
import { LedgerIdentity } from '#event-log';
import { LedgerState } from '../services/ledger-state.js';

/** Finds orders by their number in a store, as contracts do that do not know the ledger's ids. */
@Injectable()
export class OrderNumbers {
  constructor(
    private readonly identity: LedgerIdentity,
    private readonly ledger: LedgerState,
  ) {}

  /** The id that an order of this number has, or would have. No index is read for it. */
  async orderIdOf(storeId: string, orderNumber: string): Promise<string> {
    // An order is named as the log says; if the log does not answer, the next step says so.
    await this.ledger.proved().catch(() => undefined);
    return (await this.identity.load()).of(storeId, orderNumber);
  }

  /**
   * Like `orderIdOf`, in the only store of the caller; absent if the caller has none or several.
   */
  async orderIdFor({ stores }: Caller, orderNumber: string): Promise<string | undefined> {
    const [storeId, ...others] = stores;
    if (storeId === undefined || others.length > 0) return undefined;
    return this.orderIdOf(storeId, orderNumber);
  }
}
