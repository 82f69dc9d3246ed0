import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#access';
import type { EventStore } from '#event-log';
import { EndpointDirectory, targetRefused, webhookEventNamed, webhookEvents } from '#webhooks';
import type { TargetRules } from '#webhooks';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { JsonBodyPipe, NoBodyGuard } from '../../../contract-kit/body/json-body.js';
import { eventStoreToken, targetRulesToken } from '../../../services/service-tokens.js';
import { ledgerBodyRules } from '../ledger-body-rules.js';
import { problems } from '../problems/problems.js';
import { FromCaller } from '../requests/from-caller.js';
import { JsonContentGuard } from '../requests/content-type.guard.js';
import type { PageResponse } from '../requests/pages.js';
import { QueryPipe } from '../requests/query-pipe.js';
import * as Describe from './describe-webhooks.js';
import { NamedWebhooks, webhookIdOfPath } from './named-webhooks.js';
import {
  keepFormerHoursOf,
  SecretQuery,
  WebhookRequest,
  webhookResponse,
  type WebhookResponse,
  type WebhookSecretResponse,
} from './webhook.dto.js';

/** Whom the ledger tells. An administrator may have it told of any store, as it may make clients for any. */
@Controller('v1/webhooks')
@RequireScope('admin')
@UseGuards(JsonContentGuard)
export class WebhooksController {
  constructor(
    private readonly endpoints: EndpointDirectory,
    private readonly named: NamedWebhooks,
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    @Inject(targetRulesToken) private readonly rules: TargetRules,
  ) {}

  @Post()
  @Describe.Create()
  async create(
    @Body(new JsonBodyPipe(WebhookRequest, ledgerBodyRules)) body: WebhookRequest,
    @FromCaller() { clientId }: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<WebhookSecretResponse>> {
    const { eventTypes, ...asked } = body;
    const why = targetRefused(asked.url, this.rules);
    if (why !== undefined) throw problems.webhookTarget(why);
    await this.named.assertStores(asked.stores);
    const events = eventTypes?.map(webhookEventNamed).filter((event) => event !== undefined);
    const created = await this.endpoints.create({
      ...asked,
      events: events === undefined ? webhookEvents : [...new Set(events)],
      createdBy: clientId,
      beginsAfter: (await this.eventStore.lastPosition()) ?? -1n,
    });
    if (created.kind === 'too-many') throw problems.tooManyWebhooks();
    const { endpoint, secret } = created;
    reply.header('Location', `/v1/webhooks/${endpoint.endpointId}`);
    return { ...webhookResponse(endpoint), secret };
  }

  @Get()
  @Describe.List()
  async list(): Promise<PageResponse<Plain<WebhookResponse>>> {
    return { items: (await this.endpoints.list()).map(webhookResponse), nextCursor: null };
  }

  @Get(':id')
  @Describe.Find()
  async find(@Param('id') id: string): Promise<Plain<WebhookResponse>> {
    return webhookResponse(await this.named.find(id));
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe.Remove()
  async remove(@Param('id') id: string): Promise<void> {
    if (!(await this.endpoints.remove(webhookIdOfPath(id)))) throw problems.webhookNotFound();
  }

  @Post(':id/secret')
  @HttpCode(200)
  @UseGuards(NoBodyGuard)
  @Describe.Rotate()
  async rotate(
    @Param('id') id: string,
    @Query(new QueryPipe(SecretQuery)) query: SecretQuery,
  ): Promise<Plain<WebhookSecretResponse>> {
    const hours = keepFormerHoursOf(query);
    const rotated = await this.endpoints.rotateSecret(webhookIdOfPath(id), hours);
    if (rotated === undefined) throw problems.webhookNotFound();
    return { ...webhookResponse(rotated.endpoint), secret: rotated.secret };
  }
}
