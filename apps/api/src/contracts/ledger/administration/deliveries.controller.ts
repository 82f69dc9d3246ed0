import { Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { isUuid } from '#ledger';
import { DeliveryLog } from '#webhooks';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { problems } from '../problems/problems.js';
import { JsonContentGuard } from '../requests/content-type.guard.js';
import { type PageResponse, limitOf } from '../requests/pages.js';
import { QueryPipe } from '../requests/query-pipe.js';
import {
  DeliveriesQuery,
  cursorAfter,
  positionBefore,
  deliveryResponse,
  type DeliveryResponse,
} from './delivery.dto.js';
import * as Describe from './describe-deliveries.js';
import { NamedWebhooks } from './named-webhooks.js';

/** What became of the messages to a webhook. */
@Controller('v1/webhooks/:id/deliveries')
@RequireScope('admin')
@UseGuards(JsonContentGuard)
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveryLog,
    private readonly named: NamedWebhooks,
  ) {}

  @Get()
  @Describe.List()
  async list(
    @Param('id') id: string,
    @Query(new QueryPipe(DeliveriesQuery)) query: DeliveriesQuery,
  ): Promise<PageResponse<Plain<DeliveryResponse>>> {
    const { status } = query;
    const before = positionBefore(query.cursor);
    const limit = limitOf(query);
    const { endpointId } = await this.named.find(id);
    const read = await this.deliveries.list({
      endpointId,
      limit: limit + 1,
      ...(status !== undefined && { status }),
      ...(before !== undefined && { before }),
    });
    const items = read.slice(0, limit).map(deliveryResponse);
    return { items, nextCursor: cursorAfter(read, limit) };
  }

  @Post(':deliveryId/replay')
  @HttpCode(202)
  @Describe.Replay()
  async replay(
    @Param('id') id: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<Plain<DeliveryResponse>> {
    const { endpointId } = await this.named.find(id);
    if (!isUuid(deliveryId)) throw problems.deliveryNotFound();
    const replayed = await this.deliveries.replay(endpointId, deliveryId);
    if (replayed.kind === 'not-found') throw problems.deliveryNotFound();
    if (replayed.kind === 'pending') throw problems.deliveryPending();
    return deliveryResponse(replayed.delivery);
  }
}
