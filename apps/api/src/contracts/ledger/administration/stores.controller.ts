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
import { OrderQueries } from '#read-models';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { ledgerBodyRules, JsonContentGuard } from '../requests/bodies.js';
import { problems } from '../problems/problems.js';
import { QueryPipe } from '../requests/query-pipe.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { DescribeCall, createdHeaders } from '../requests/describe.js';
import { directoryPage, PageQuery, pageOf, type PageResponse } from '../requests/pages.js';
import {
  StoreChangeRequest,
  StoreRemovalQuery,
  StoreRequest,
  detailsOf,
  nothingToChange,
  requestedStore,
  storeResponse,
  StoreResponse,
} from './store.dto.js';

/** The merchants' stores. Only a client that was given a store can act for that store. */
@Controller('v1/stores')
@RequireScope('admin')
@UseGuards(JsonContentGuard)
export class StoresController {
  constructor(
    private readonly stores: StoreDirectory,
    private readonly revocations: Revocations,
    private readonly orders: OrderQueries,
  ) {}

  @Post()
  @DescribeCall({
    summary: 'Create a store',
    description: 'Needs `admin`.',
    body: StoreRequest,
    status: 201,
    answer: StoreResponse,
    answerHeaders: createdHeaders,
    problems: ['UNSUPPORTED_MEDIA_TYPE', 'STORE_ID_TAKEN'],
  })
  async create(
    @Body(new JsonBodyPipe(StoreRequest, ledgerBodyRules)) body: StoreRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<StoreResponse>> {
    const created = await this.stores.create(requestedStore(body));
    if (created.kind === 'store-id-taken') throw problems.storeIdTaken();
    reply.header('Location', `/v1/stores/${created.store.storeId}`);
    return storeResponse(created.store);
  }

  @Get()
  @DescribeCall({
    summary: 'List stores by id',
    description: 'Needs `admin`.',
    answer: pageOf(StoreResponse),
  })
  list(
    @Query(new QueryPipe(PageQuery)) query: PageQuery,
  ): Promise<PageResponse<Plain<StoreResponse>>> {
    return directoryPage(query, (request) => this.stores.list(request), storeResponse);
  }

  @Get(':store')
  @DescribeCall({
    summary: 'Show a store',
    description: 'Needs `admin`.',
    answer: StoreResponse,
    problems: ['STORE_NOT_FOUND'],
  })
  async find(@Param('store') storeId: string): Promise<Plain<StoreResponse>> {
    const store = await this.stores.find(storeId);
    if (store === undefined) throw problems.storeNotFound();
    return storeResponse(store);
  }

  @Patch(':store')
  @DescribeCall({
    summary: 'Change the time zone or the printed details of a store',
    description:
      'Either all given values are changed or none. The next settlement ends by the new time zone and begins ' +
      'where the last one ended, so that nothing is settled twice or left out. Reports count days ' +
      'in the current zone of the store. An address is replaced as a whole. Needs `admin`.',
    body: StoreChangeRequest,
    answer: StoreResponse,
    problems: ['UNSUPPORTED_MEDIA_TYPE', 'STORE_NOT_FOUND'],
  })
  async change(
    @Param('store') storeId: string,
    @Body(new JsonBodyPipe(StoreChangeRequest, ledgerBodyRules)) body: StoreChangeRequest,
  ): Promise<Plain<StoreResponse>> {
    const { timeZone } = body;
    const change = { ...detailsOf(body), ...(timeZone !== undefined && { timeZone }) };
    if (Object.keys(change).length === 0) throw nothingToChange();
    const changed = await this.stores.change(storeId, change);
    if (changed.kind === 'store-not-found') throw problems.storeNotFound();
    return storeResponse(changed.store);
  }

  @Delete(':store')
  @HttpCode(204)
  @DescribeCall({
    summary: 'Remove a store',
    description:
      'Tokens stop acting for the store within 5 seconds; its orders stay in the log. ' +
      'With `onlyIfEmpty=true` a store is not removed if the read model has an order of it. ' +
      'Needs `admin`.',
    status: 204,
    problems: ['STORE_NOT_FOUND', 'STORE_HAS_ORDERS'],
  })
  async remove(
    @Param('store') storeId: string,
    @Query(new QueryPipe(StoreRemovalQuery)) { onlyIfEmpty }: StoreRemovalQuery,
  ): Promise<void> {
    if (onlyIfEmpty === 'true' && (await this.hasOrders(storeId))) throw problems.storeHasOrders();
    if (!(await this.stores.remove(storeId))) throw problems.storeNotFound();
    await this.revocations.refresh();
  }

  private async hasOrders(storeId: string): Promise<boolean> {
    const { orders } = await this.orders.list({ stores: [storeId] }, { limit: 1 });
    return orders.length > 0;
  }
}
