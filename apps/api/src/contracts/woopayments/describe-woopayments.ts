import { applyDecorators, Get, Header, HttpCode, Post, type Type } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { Scope } from '#access';
import { BeforePermission } from '../../contract-kit/access.guard.js';
import { requestIdHeader, retryAfterHeader } from '../../contract-kit/describe.js';
import { RequireScope } from '../../contract-kit/require-scope.js';
import { WooErrorDto } from './payment-orders.dto.js';
import { checkCall } from './woo-parameters.js';

const errors: Readonly<Record<number, string>> = {
  400: 'A missing or wrong parameter, malformed JSON, or a refusal of the order or the gateway',
  401: 'rest_forbidden: no caller. woocommerce_rest_authentication_error: wrong credentials',
  402: 'wcpay_capture_error, wcpay_intent_creation_error: the card was refused',
  403: 'rest_forbidden: the key does not have the permission',
  404: 'wcpay_missing_order, rest_no_route',
  409: 'The order or the intent is in another state, or they do not belong together',
  413: 'The body is over 1 MiB, or over 64 KiB for a form or an unknown caller',
  415: 'The body is compressed',
  422: 'idempotency_key_reused',
  502: 'wcpay_capture_error, wcpay_cancel_error: the gateway failed',
  503: 'Not available at the moment, or the outcome is not known yet: repeat the call',
};

const describedErrors = (statuses: readonly number[]) =>
  statuses.map((status) =>
    ApiResponse({
      status,
      description: errors[status] ?? '',
      content: { 'application/json': { schema: { $ref: getSchemaPath(WooErrorDto) } } },
      headers: { ...requestIdHeader, ...(status === 503 && retryAfterHeader) },
    }),
  );

interface Described {
  readonly summary: string;
  readonly description: string;
  readonly answer: Type;
  readonly body?: Type;
  /**
   * The scope that the caller needs. If left out, it is `captures:write` for a POST and
   * `orders:read` for a GET.
   */
  readonly scope?: Scope;
}

const described = (
  { summary, description, answer, body }: Described,
  statuses: readonly number[],
) =>
  applyDecorators(
    // `UTF-8` is in upper case because WordPress writes it so.
    Header('Content-Type', 'application/json; charset=UTF-8'),
    ApiOperation({ summary, description }),
    ApiExtraModels(WooErrorDto),
    ...(body ? [ApiBody({ type: body, required: false })] : []),
    ApiResponse({ status: 200, type: answer, headers: requestIdHeader }),
    ...describedErrors(statuses),
  );

interface Action extends Described {
  /**
   * The pattern of the order numbers that the call accepts, `\w+` if left out. Any other order
   * number in the URL gets 404 `rest_no_route`.
   */
  readonly orderNumber?: RegExp;
  readonly required?: readonly string[];
}

/**
 * Decorator of a POST: sets the route, the needed scope, the checks before the call, and the
 * OpenAPI description.
 */
export const WooAction = (path: string, action: Action): MethodDecorator => {
  const { orderNumber, required = [], scope = 'captures:write' } = action;
  return applyDecorators(
    Post(path),
    HttpCode(200),
    RequireScope(scope),
    BeforePermission(checkCall({ required, ...(orderNumber && { orderNumber }) })),
    described(action, Object.keys(errors).map(Number)),
  );
};

/**
 * Decorator of a GET: sets the route, the needed scope, the checks before the call, and the OpenAPI
 * description.
 */
export const WooRead = (path: string, read: Described): MethodDecorator =>
  applyDecorators(
    Get(path),
    RequireScope(read.scope ?? 'orders:read'),
    BeforePermission(checkCall({ required: [] })),
    described(read, [400, 401, 403, 404, 503]),
  );
