import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ActionLog } from '#event-log';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { type PageResponse, limitOf } from '../requests/pages.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { actionResponse, type ActionResponse, actionsPage, ActionsQuery } from './actions-page.js';
import { DescribeActions } from './describe-audit.js';

/** The audit trail: it tells of all stores and clients, and so only administrators. */
@ApiTags('ledger')
@Controller('v1/audit/actions')
@RequireScope('admin')
export class ActionsController {
  constructor(private readonly actions: ActionLog) {}

  @Get()
  @DescribeActions()
  async list(
    @Query(new QueryPipe(ActionsQuery)) query: ActionsQuery,
  ): Promise<PageResponse<Plain<ActionResponse>>> {
    const { cursor, by, action } = query;
    const page = await actionsPage(this.actions, { limit: limitOf(query), cursor, by, action });
    return { items: page.items.map(actionResponse), nextCursor: page.nextCursor };
  }
}
