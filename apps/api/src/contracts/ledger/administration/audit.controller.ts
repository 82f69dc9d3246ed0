import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { actsFor, type Caller } from '#access';
import { ActionLog, type EventStore, LedgerIdentity, readStoredHistory } from '#event-log';
import { PersonKeys, SealedCustomers } from '#personal-data';
import { verifyShownOrder } from '../../../queries/verify-shown-order.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { eventStoreToken, poolToken } from '../../../services/service-tokens.js';
import { problems } from '../problems/problems.js';
import { FromCaller } from '../requests/caller.js';
import { DescribeCall } from '../requests/describe.js';
import { orderIdOfPath } from '../requests/ledger-target.js';
import { limitOf, pageOf, PageQuery, type PageResponse } from '../requests/pages.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { actionResponse, ActionResponse, actionsPage, ActionsQuery } from './actions-page.js';
import { newestSealsPage, SealResponse, SealsQuery, sealsPage } from './seals-page.js';
import { chainLinks, chainPage, ChainLinkResponse } from './chain-page.js';
import { verificationResponse, VerificationResponse } from './verification.response.js';

/**
 * Lets auditors check that nobody has changed the log: seals, hash chains and verifications of
 * orders (domain.md).
 */
@Controller('v1/audit')
@RequireScope('audit:read')
export class AuditController {
  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    @Inject(poolToken) private readonly pool: Pool,
    private readonly personKeys: PersonKeys,
    private readonly identity: LedgerIdentity,
  ) {}

  /**
   * Seals cover the log of all stores and reveal nothing of any store, so every auditor may read
   * them.
   */
  @Get('seals')
  @DescribeCall({
    summary: 'List the seals of the log',
    description:
      'If you keep the hash of a seal elsewhere, no event before this seal can be changed unnoticed. ' +
      'Needs `audit:read`.',
    answer: pageOf(SealResponse),
  })
  async seals(
    @Query(new QueryPipe(SealsQuery)) query: SealsQuery,
  ): Promise<PageResponse<Plain<SealResponse>>> {
    const page = query.first === 'newest' ? newestSealsPage : sealsPage;
    return page(this.eventStore, { limit: limitOf(query), cursor: query.cursor });
  }

  @Get('orders/:id/chain')
  @DescribeCall({
    summary: "Show an order's hash chain with the texts that were hashed",
    description:
      'All that is needed to recompute the chain without trusting the program of the ledger: `chain` is the ' +
      'SHA-256 of the `chain` before, as hexadecimal text, and `content`. Needs `audit:read`.',
    answer: pageOf(ChainLinkResponse),
    problems: ['ORDER_NOT_FOUND'],
  })
  async chain(
    @Param('id') id: string,
    @Query(new QueryPipe(PageQuery)) query: PageQuery,
    @FromCaller() caller: Caller,
  ): Promise<PageResponse<Plain<ChainLinkResponse>>> {
    const orderId = orderIdOfPath(id);
    const links = chainLinks(readStoredHistory(this.eventStore, orderId), caller);
    return chainPage(links, { limit: limitOf(query), cursor: query.cursor });
  }

  @Get('orders/:id/verification')
  @DescribeCall({
    summary: 'Verify an order',
    description:
      "Replays the order's history from the log, checks its chain and the ledger's invariants, " +
      'and compares the read model with the folded order. Findings are part of the answer, not an error. ' +
      'Needs `audit:read`.',
    answer: VerificationResponse,
    problems: ['ORDER_NOT_FOUND'],
  })
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
    // The order's store decides whether the caller may see the order. The store is taken from the
    // log if possible, because somebody may have edited the row of the read model.
    const storeId = verified.storeId ?? verified.view?.storeId;
    if (storeId === undefined || !actsFor(caller, storeId)) throw problems.orderNotFound();
    return verificationResponse(orderId, verified);
  }
}

/**
 * The namespace of the ledger's order ids. An id can be computed from it, the store and the order
 * number (docs/decisions/0029).
 */
export class IdentityResponse {
  @ApiProperty({
    format: 'uuid',
    description:
      'Namespace of the ids of orders: an id is the UUID of version 5 of `["store","orderNumber"]` (JSON without ' +
      'blanks) in this namespace. With it anybody can compute the id of an order from its store and number.',
  })
  orderNamespace!: string;
}

/**
 * For administrators only, because anybody who knows the namespace can compute the order ids of all
 * stores.
 */
@Controller('v1/audit/identity')
@RequireScope('admin')
export class IdentityController {
  constructor(private readonly identity: LedgerIdentity) {}

  @Get()
  @DescribeCall({
    summary: 'Show how the ids of orders are computed',
    description:
      'For programs that name orders by store and number, and for checking an export. ' +
      'Needs `admin`.',
    answer: IdentityResponse,
  })
  find(): Plain<IdentityResponse> {
    return { orderNamespace: this.identity.orderIds.namespace };
  }
}

/**
 * The audit trail of administrative actions. The trail covers all stores and clients, so only
 * administrators may read it.
 */
@ApiTags('ledger')
@Controller('v1/audit/actions')
@RequireScope('admin')
export class ActionsController {
  constructor(private readonly actions: ActionLog) {}

  @Get()
  @DescribeCall({
    summary: 'List administrative actions, the newest first',
    description:
      'Who did what, when and from where: clients, stores, keys, webhooks, cuts, payouts, ' +
      'erasures, operator commands, and failed log-ins, summed up by the minute. Needs `admin`.',
    answer: pageOf(ActionResponse),
  })
  async list(
    @Query(new QueryPipe(ActionsQuery)) query: ActionsQuery,
  ): Promise<PageResponse<Plain<ActionResponse>>> {
    const { cursor, by, action } = query;
    const page = await actionsPage(this.actions, { limit: limitOf(query), cursor, by, action });
    return { items: page.items.map(actionResponse), nextCursor: page.nextCursor };
  }
}
