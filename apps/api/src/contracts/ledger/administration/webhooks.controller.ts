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
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EventStore } from '#event-log';
import { isUuid } from '#ledger';
import {
  DeliveryLog,
  type EndpointCreated,
  EndpointDirectory,
  endpointRefused,
  type EndpointRequest,
  type TargetRules,
  webhookEventNamed,
} from '#webhooks';
import { JsonBodyPipe, NoBodyGuard } from '../../../contract-kit/body/json-body.js';
import type { HttpError } from '../../../contract-kit/http-error.js';
import { idempotencyKeyOf, callerOf, markReplayed } from '../../../contract-kit/request.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { eventStoreToken, targetRulesToken } from '../../../services/service-tokens.js';
import { ledgerBodyRules, JsonContentGuard } from '../requests/bodies.js';
import { problems, refuseRejection } from '../problems/problems.js';
import { createdHeaders, DescribeCall } from '../requests/describe.js';
import { idempotencyKeyHeader } from '../requests/ledger-target.js';
import { limitOf, pageOf, type PageResponse } from '../requests/pages.js';
import { QueryPipe } from '../requests/query-pipe.js';
import {
  cursorAfter,
  DeliveriesQuery,
  deliveryResponse,
  DeliveryResponse,
  positionBefore,
} from './delivery.dto.js';
import { NamedWebhooks, webhookIdOfPath } from './named-webhooks.js';
import {
  keepFormerHoursOf,
  SecretQuery,
  WebhookRequest,
  webhookResponse,
  WebhookResponse,
  WebhookSecretResponse,
} from './webhook.dto.js';

const endpointRequest = (
  { eventTypes, ...asked }: WebhookRequest,
  createdBy: string,
  idempotencyKey: string | undefined,
): EndpointRequest => {
  const events = eventTypes?.map(webhookEventNamed).filter((event) => event !== undefined);
  return {
    ...asked,
    ...(events !== undefined && { events: [...new Set(events)] }),
    createdBy,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
};

const refused = (created: Exclude<EndpointCreated, { readonly endpoint: unknown }>): HttpError => {
  switch (created.kind) {
    case 'too-many':
      return problems.tooManyWebhooks();
    case 'key-reused':
      return refuseRejection({
        code: 'IDEMPOTENCY_KEY_REUSED',
        detail: 'The idempotency key was used for another webhook.',
      });
    case 'secret-unreadable':
      return problems.webhookSecretUnreadable(created.endpointId);
  }
};

/** Receivers of the ledger's notifications. An administrator may make webhooks for any store. */
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
  @DescribeCall({
    summary: 'Create a webhook',
    description:
      'The webhook receives a message for each event recorded from now on, at least once; messages of one order come in order. ' +
      'A repeat with the same `Idempotency-Key` shows the webhook and its secret again, as long as the ' +
      'webhook is not removed. Needs `admin`.',
    body: WebhookRequest,
    headers: [idempotencyKeyHeader],
    status: 201,
    answer: WebhookSecretResponse,
    answerHeaders: createdHeaders,
    problems: [
      'UNSUPPORTED_MEDIA_TYPE',
      'WEBHOOK_TARGET_REFUSED',
      'TOO_MANY_WEBHOOKS',
      'STORE_UNKNOWN',
      'IDEMPOTENCY_KEY_REUSED',
      'WEBHOOK_SECRET_UNREADABLE',
    ],
  })
  async create(
    @Body(new JsonBodyPipe(WebhookRequest, ledgerBodyRules)) body: WebhookRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<WebhookSecretResponse>> {
    const asked = endpointRequest(body, callerOf(request).clientId, idempotencyKeyOf(request));
    const created = (await this.endpoints.findRepeated(asked)) ?? (await this.make(asked));
    if (created.kind !== 'created' && created.kind !== 'repeated') throw refused(created);
    const { endpoint, secret } = created;
    reply.header('Location', `/v1/webhooks/${endpoint.endpointId}`);
    if (created.kind === 'repeated') markReplayed(reply, {});
    return { ...webhookResponse(endpoint), secret };
  }

  private async make(asked: EndpointRequest): Promise<EndpointCreated> {
    const why = endpointRefused(asked.url, this.rules);
    if (why !== undefined) throw problems.webhookTarget(why);
    await this.named.assertStores(asked.stores);
    const beginsAfter = (await this.eventStore.lastPosition()) ?? -1n;
    return this.endpoints.create({ ...asked, beginsAfter });
  }

  @Get()
  @DescribeCall({
    summary: 'List webhooks, the oldest first',
    description: 'Needs `admin`.',
    answer: pageOf(WebhookResponse),
  })
  async list(): Promise<PageResponse<Plain<WebhookResponse>>> {
    return { items: (await this.endpoints.list()).map(webhookResponse), nextCursor: null };
  }

  @Get(':id')
  @DescribeCall({
    summary: 'Show a webhook',
    description: 'Needs `admin`.',
    answer: WebhookResponse,
    problems: ['WEBHOOK_NOT_FOUND'],
  })
  async find(@Param('id') id: string): Promise<Plain<WebhookResponse>> {
    return webhookResponse(await this.named.find(id));
  }

  @Delete(':id')
  @HttpCode(204)
  @DescribeCall({
    summary: 'Remove a webhook',
    description: 'The deliveries of the webhook are removed too. Needs `admin`.',
    status: 204,
    problems: ['WEBHOOK_NOT_FOUND'],
  })
  async remove(@Param('id') id: string): Promise<void> {
    if (!(await this.endpoints.remove(webhookIdOfPath(id)))) throw problems.webhookNotFound();
  }

  @Post(':id/secret')
  @HttpCode(200)
  @UseGuards(NoBodyGuard)
  @DescribeCall({
    summary: 'Give a webhook a new secret',
    description:
      'Messages in the format of Standard Webhooks are signed with both secrets for a while; messages in the ' +
      'format of Walley, which has one signature, are signed with the new secret at once. Needs `admin`.',
    answer: WebhookSecretResponse,
    problems: ['WEBHOOK_NOT_FOUND'],
  })
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

/** Outcomes of the messages to a webhook. */
@Controller('v1/webhooks/:id/deliveries')
@RequireScope('admin')
@UseGuards(JsonContentGuard)
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveryLog,
    private readonly named: NamedWebhooks,
  ) {}

  @Get()
  @DescribeCall({
    summary: 'List the deliveries of a webhook, the newest event first',
    description: '`?status=dead` lists the dead letters. Needs `admin`.',
    answer: pageOf(DeliveryResponse),
    problems: ['WEBHOOK_NOT_FOUND'],
  })
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
  @DescribeCall({
    summary: 'Send a finished delivery once more',
    description:
      'The delivery gets all its attempts again; later deliveries of the same order wait for it. Needs `admin`.',
    status: 202,
    answer: DeliveryResponse,
    problems: ['WEBHOOK_NOT_FOUND', 'DELIVERY_NOT_FOUND', 'DELIVERY_PENDING'],
  })
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
