import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { Pool } from 'pg';
import { actsFor } from '#access';
import type { Caller } from '#access';
import { LedgerIdentity } from '#event-log';
import type { EventStore } from '#event-log';
import { PersonKeys, SealedCustomers } from '#personal-data';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { verifyShownOrder } from '../../../queries/verify-shown-order.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { eventStoreToken, poolToken } from '../../../services/service-tokens.js';
import { problems } from '../problems/problems.js';
import { FromCaller } from '../requests/from-caller.js';
import { orderIdOfPath } from '../requests/ledger-target.js';
import { type PageResponse, limitOf, PageQuery } from '../requests/pages.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { DescribeSeals, DescribeVerification } from './describe-audit.js';
import { type SealResponse, sealsPage } from './seals-page.js';
import { verificationResponse, type VerificationResponse } from './verification.response.js';

/** Evidence for auditors (domain.md). */
@Controller('v1/audit')
@RequireScope('audit:read')
export class AuditController {
  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    @Inject(poolToken) private readonly pool: Pool,
    private readonly personKeys: PersonKeys,
    private readonly identity: LedgerIdentity,
  ) {}

  /** Seals are over the log of all stores, and say nothing of any. */
  @Get('seals')
  @DescribeSeals()
  async seals(
    @Query(new QueryPipe(PageQuery)) query: PageQuery,
  ): Promise<PageResponse<Plain<SealResponse>>> {
    return sealsPage(this.eventStore, { limit: limitOf(query), cursor: query.cursor });
  }

  @Get('orders/:id/verification')
  @DescribeVerification()
  async verification(
    @Param('id') id: string,
    @FromCaller() caller: Caller,
  ): Promise<Plain<VerificationResponse>> {
    const orderId = orderIdOfPath(id);
    const { pool, eventStore } = this;
    const verified = await verifyShownOrder(
      { orderId, orderIds: this.identity.orderIds },
      { pool, eventStore, customers: new SealedCustomers(this.personKeys) },
    );
    // The log says whose order it is; a row of the read model may have been edited.
    const storeId = verified.storeId ?? verified.view?.storeId;
    if (storeId === undefined || !actsFor(caller, storeId)) throw problems.orderNotFound();
    return verificationResponse(orderId, verified);
  }
}
