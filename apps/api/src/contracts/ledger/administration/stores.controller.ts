import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Revocations, StoreDirectory } from '#access';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { ledgerBodyRules } from '../ledger-body-rules.js';
import { problems } from '../problems/problems.js';
import { directoryPage, PageQuery, type PageResponse } from '../requests/pages.js';
import { JsonContentGuard } from '../requests/content-type.guard.js';
import { QueryPipe } from '../requests/query-pipe.js';
import {
  DescribeChange,
  DescribeCreate,
  DescribeFind,
  DescribeList,
  DescribeRemove,
} from './describe-stores.js';
import {
  StoreChangeRequest,
  StoreRequest,
  detailsOf,
  nothingToChange,
  storeOf,
  timeZoneUnknown,
  storeResponse,
  type StoreResponse,
} from './store.dto.js';
import type { Plain } from '../../../contract-kit/plain.js';

/** The merchants' stores. Who makes one does not thereby act for it: that needs a client that names it. */
@Controller('v1/stores')
@RequireScope('admin')
@UseGuards(JsonContentGuard)
export class StoresController {
  constructor(
    private readonly stores: StoreDirectory,
    private readonly revocations: Revocations,
  ) {}

  @Post()
  @DescribeCreate()
  async create(
    @Body(new JsonBodyPipe(StoreRequest, ledgerBodyRules)) body: StoreRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<StoreResponse>> {
    const created = await this.stores.create(storeOf(body));
    if (created.kind === 'store-id-taken') throw problems.storeIdTaken();
    if (created.kind === 'time-zone-unknown') throw timeZoneUnknown();
    reply.header('Location', `/v1/stores/${created.store.storeId}`);
    return storeResponse(created.store);
  }

  @Get()
  @DescribeList()
  async list(
    @Query(new QueryPipe(PageQuery)) query: PageQuery,
  ): Promise<PageResponse<Plain<StoreResponse>>> {
    const page = await directoryPage(this.stores, query);
    return { items: page.items.map(storeResponse), nextCursor: page.nextCursor };
  }

  @Get(':store')
  @DescribeFind()
  async find(@Param('store') storeId: string): Promise<Plain<StoreResponse>> {
    const store = await this.stores.find(storeId);
    if (store === undefined) throw problems.storeNotFound();
    return storeResponse(store);
  }

  @Patch(':store')
  @DescribeChange()
  async change(
    @Param('store') storeId: string,
    @Body(new JsonBodyPipe(StoreChangeRequest, ledgerBodyRules)) body: StoreChangeRequest,
  ): Promise<Plain<StoreResponse>> {
    const { timeZone } = body;
    const change = { ...detailsOf(body), ...(timeZone !== undefined && { timeZone }) };
    if (Object.keys(change).length === 0) throw nothingToChange();
    const changed = await this.stores.change(storeId, change);
    if (changed.kind === 'store-not-found') throw problems.storeNotFound();
    if (changed.kind === 'time-zone-unknown') throw timeZoneUnknown();
    return storeResponse(changed.store);
  }

  @Delete(':store')
  @HttpCode(204)
  @DescribeRemove()
  async remove(@Param('store') storeId: string): Promise<void> {
    if (!(await this.stores.remove(storeId))) throw problems.storeNotFound();
    await this.revocations.refresh();
  }
}
