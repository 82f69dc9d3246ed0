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
import {
  KeyAuthenticator,
  type KeyCreated,
  KeyDirectory,
  type ClientKey,
  type Page,
  type PageRequest,
} from '#access';
import { AkinonStores } from '../../../queries/akinon-numbers.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { ledgerBodyRules, JsonContentGuard } from '../requests/bodies.js';
import { problems } from '../problems/problems.js';
import { createdHeaders, DescribeCall } from '../requests/describe.js';
import { directoryPage, pageOf, PageQuery, type PageResponse } from '../requests/pages.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { storeNotOfClient } from './client.dto.js';
import {
  CreatedKeyResponse,
  KeyRequest,
  keyResponse,
  KeyResponse,
  kindOfRequest,
} from './key.dto.js';

const refused = (created: Exclude<KeyCreated, { readonly kind: 'created' }>): Error => {
  switch (created.kind) {
    case 'client-not-found':
      return problems.clientNotFound();
    case 'store-needed':
      return problems.keyStoreNeeded();
    case 'store-not-found':
      return storeNotOfClient(created.store);
    case 'login-taken':
      return problems.keyLoginTaken();
    case 'too-many-keys':
      return problems.tooManyKeys();
  }
};

/**
 * Manages a client's keys: the credentials with which the client calls the contracts other than
 * `/v1`, such as WooCommerce or Medusa.
 */
@Controller('v1/clients/:clientId/keys')
@RequireScope('admin')
@UseGuards(JsonContentGuard)
export class KeysController {
  constructor(
    private readonly keys: KeyDirectory,
    private readonly authenticator: KeyAuthenticator,
    private readonly akinon: AkinonStores,
  ) {}

  @Post()
  @DescribeCall({
    summary: 'Create a key for another contract',
    description: 'The secrets of the key are shown only in this answer. Needs `admin`.',
    body: KeyRequest,
    examples: {
      woocommerce: { value: { kind: 'woocommerce', permission: 'read_write' } },
      medusa: { value: { kind: 'medusa', email: 'admin@shop.example', password: 'change me' } },
      akinon: { value: { kind: 'akinon', username: 'shop', password: 'change me' } },
    },
    status: 201,
    answer: CreatedKeyResponse,
    answerHeaders: createdHeaders,
    problems: [
      ...['UNSUPPORTED_MEDIA_TYPE', 'CLIENT_NOT_FOUND', 'STORE_UNKNOWN', 'KEY_STORE_NEEDED'],
      ...['KEY_LOGIN_TAKEN', 'TOO_MANY_KEYS'],
    ],
  })
  async create(
    @Param('clientId') clientId: string,
    @Body(new JsonBodyPipe(KeyRequest, ledgerBodyRules)) body: KeyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CreatedKeyResponse>> {
    const { store } = body;
    const order = { clientId, ...kindOfRequest(body), ...(store !== undefined && { store }) };
    const created = await this.keys.create(order);
    if (created.kind !== 'created') throw refused(created);
    this.akinon.forget();
    reply.header('Location', `/v1/clients/${clientId}/keys/${created.key.keyId}`);
    return created.shown;
  }

  @Get()
  @DescribeCall({
    summary: 'List the keys of a client by id',
    description: 'The keys are shown without their secrets. Needs `admin`.',
    answer: pageOf(KeyResponse),
    problems: ['CLIENT_NOT_FOUND'],
  })
  list(
    @Param('clientId') clientId: string,
    @Query(new QueryPipe(PageQuery)) query: PageQuery,
  ): Promise<PageResponse<Plain<KeyResponse>>> {
    const keysOfClient = async (request: PageRequest): Promise<Page<ClientKey>> => {
      const page = await this.keys.list(clientId, request);
      if (page === undefined) throw problems.clientNotFound();
      return page;
    };
    return directoryPage(query, keysOfClient, keyResponse);
  }

  @Get(':keyId')
  @DescribeCall({
    summary: 'Show a key',
    description: 'The key is shown without its secrets. Needs `admin`.',
    answer: KeyResponse,
    problems: ['KEY_NOT_FOUND'],
  })
  async find(
    @Param('clientId') clientId: string,
    @Param('keyId') keyId: string,
  ): Promise<Plain<KeyResponse>> {
    const key = await this.keys.find(clientId, keyId);
    if (key === undefined) throw problems.keyNotFound();
    return keyResponse(key);
  }

  @Delete(':keyId')
  @HttpCode(204)
  @DescribeCall({
    summary: 'Revoke a key',
    description: 'The key stops working within 5 seconds. Needs `admin`.',
    status: 204,
    problems: ['KEY_NOT_FOUND'],
  })
  async revoke(@Param('clientId') clientId: string, @Param('keyId') keyId: string): Promise<void> {
    if (!(await this.keys.revoke(clientId, keyId))) throw problems.keyNotFound();
    this.authenticator.forget();
    this.akinon.forget();
  }
}
