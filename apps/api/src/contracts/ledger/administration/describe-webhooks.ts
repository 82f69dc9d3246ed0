import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { createdHeaders } from '../requests/describe.js';
import { pageOf } from '../requests/pages.js';
import { WebhookRequest, WebhookResponse, WebhookSecretResponse } from './webhook.dto.js';
const needs = 'Needs `admin`.';

export const Create = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Make a webhook',
      description: `It is told of what is recorded from now on, at least once, in order for each order. ${needs}`,
    }),
    ApiBody({ type: WebhookRequest }),
    ApiResponse({ status: 201, type: WebhookSecretResponse, headers: createdHeaders }),
    DescribeProblems(
      'UNSUPPORTED_MEDIA_TYPE',
      'WEBHOOK_TARGET_REFUSED',
      'TOO_MANY_WEBHOOKS',
      'STORE_UNKNOWN',
    ),
  );

export const List = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List webhooks, the oldest first', description: needs }),
    ApiResponse({ status: 200, type: pageOf(WebhookResponse), headers: requestIdHeader }),
    DescribeProblems(),
  );

export const Find = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Show a webhook', description: needs }),
    ApiResponse({ status: 200, type: WebhookResponse, headers: requestIdHeader }),
    DescribeProblems('WEBHOOK_NOT_FOUND'),
  );

export const Remove = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Remove a webhook',
      description: `Its deliveries go with it. ${needs}`,
    }),
    ApiResponse({ status: 204, headers: requestIdHeader }),
    DescribeProblems('WEBHOOK_NOT_FOUND'),
  );

export const Rotate = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Give a webhook a new secret',
      description:
        'Messages in the form of Standard Webhooks are signed with both for a while; those in ' +
        `the form of Walley, which has one signature, with the new one at once. ${needs}`,
    }),
    ApiResponse({ status: 200, type: WebhookSecretResponse, headers: requestIdHeader }),
    DescribeProblems('WEBHOOK_NOT_FOUND'),
  );
