import { applyDecorators, type Type } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { requestIdHeader, retryAfterHeader } from '../../contract-kit/describe.js';
import { WooErrorDto } from './payment-orders.dto.js';

const errors: Readonly<Record<number, string>> = {
  400: 'A missing or wrong parameter, malformed JSON, or a refusal of the order or the gateway',
  401: 'rest_forbidden: no caller. woocommerce_rest_authentication_error: wrong credentials',
  402: 'wcpay_capture_error, wcpay_intent_creation_error: the card was refused',
  403: 'rest_forbidden: the key lacks the right',
  404: 'wcpay_missing_order, rest_no_route',
  409: 'The order or the intent is in another state, or they do not belong together',
  413: 'The body is over 64 KiB',
  415: 'The body is compressed',
  422: 'idempotency_key_reused',
  502: 'wcpay_capture_error: the gateway failed',
  503: 'Not now, or the outcome is not known yet: repeat the call',
};

const describedErrors = Object.entries(errors).map(([status, description]) =>
  ApiResponse({
    status: Number(status),
    description,
    content: { 'application/json': { schema: { $ref: getSchemaPath(WooErrorDto) } } },
    headers: { ...requestIdHeader, ...(status === '503' && retryAfterHeader) },
  }),
);

/** An action of the contract, for the API's description. */
export const DescribeAction = (
  summary: string,
  { body, answer }: { readonly body?: Type; readonly answer: Type },
): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiExtraModels(WooErrorDto),
    ...(body ? [ApiBody({ type: body, required: false })] : []),
    ApiResponse({ status: 200, type: answer, headers: requestIdHeader }),
    ...describedErrors,
  );
