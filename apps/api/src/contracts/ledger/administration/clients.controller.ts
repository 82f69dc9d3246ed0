import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ClientDirectory, KeyAuthenticator, Revocations } from '#access';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { ledgerBodyRules, JsonContentGuard } from '../requests/bodies.js';
import { problems } from '../problems/problems.js';
import { QueryPipe } from '../requests/query-pipe.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { DescribeCall, createdHeaders } from '../requests/describe.js';
import { directoryPage, PageQuery, pageOf, type PageResponse } from '../requests/pages.js';
import {
  ClientRequest,
  clientResponse,
  ClientResponse,
  CreatedClientResponse,
  unknownStore,
} from './client.dto.js';

/**
 * Clients of the API. An administrator may make clients for any store
 * (docs/decisions/0003-access-in-postgres.md).
 */
@Controller('v1/clients')
@RequireScope('admin')
@UseGuards(JsonContentGuard)
export class ClientsController {
  constructor(
    private readonly clients: ClientDirectory,
    private readonly revocations: Revocations,
    private readonly keyAuthenticator: KeyAuthenticator,
  ) {}

  @Post()
  @DescribeCall({
    summary: 'Create a client',
    description: 'Needs `admin`.',
    body: ClientRequest,
    status: 201,
    answer: CreatedClientResponse,
    answerHeaders: createdHeaders,
    problems: ['UNSUPPORTED_MEDIA_TYPE', 'CLIENT_ID_TAKEN', 'STORE_UNKNOWN'],
  })
  async create(
    @Body(new JsonBodyPipe(ClientRequest, ledgerBodyRules)) body: ClientRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CreatedClientResponse>> {
    const created = await this.clients.create(body);
    if (created.kind === 'client-id-taken') throw problems.clientIdTaken();
    if (created.kind === 'store-not-found') throw unknownStore(created.storeId);
    const { client, clientSecret } = created;
    reply.header('Location', `/v1/clients/${client.clientId}`);
    return { ...clientResponse(client), clientSecret };
  }

  @Get()
  @DescribeCall({
    summary: 'List clients by id',
    description: 'Needs `admin`.',
    answer: pageOf(ClientResponse),
  })
  list(
    @Query(new QueryPipe(PageQuery)) query: PageQuery,
  ): Promise<PageResponse<Plain<ClientResponse>>> {
    return directoryPage(query, (request) => this.clients.list(request), clientResponse);
  }

  @Get(':clientId')
  @DescribeCall({
    summary: 'Show a client',
    description: 'Needs `admin`.',
    answer: ClientResponse,
    problems: ['CLIENT_NOT_FOUND'],
  })
  async find(@Param('clientId') clientId: string): Promise<Plain<ClientResponse>> {
    const client = await this.clients.find(clientId);
    if (client === undefined) throw problems.clientNotFound();
    return clientResponse(client);
  }

  @Delete(':clientId')
  @HttpCode(204)
  @DescribeCall({
    summary: 'Remove a client',
    description: 'The tokens and keys of the client stop working within 5 seconds. Needs `admin`.',
    status: 204,
    problems: ['CLIENT_NOT_FOUND'],
  })
  async disable(@Param('clientId') clientId: string): Promise<void> {
    if (!(await this.clients.disable(clientId))) throw problems.clientNotFound();
    this.keyAuthenticator.forget();
    await this.revocations.refresh();
  }
}
