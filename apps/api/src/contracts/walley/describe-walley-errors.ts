import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import {
  challengeHeader,
  requestIdHeader,
  retryAfterHeader,
} from '../../openapi/shared-headers.js';
import { WalleyErrorAnswerDto } from './walley-error.dto.js';

/** A refusal for the order's store has none: another token would not help, and RFC 6750 knows no error for it. */
const scopeChallengeHeader = {
  'WWW-Authenticate': {
    description: 'Bearer with insufficient_scope; only if the token has not the scope',
    schema: { type: 'string' as const },
  },
};

const headers = {
  401: challengeHeader,
  403: scopeChallengeHeader,
  409: retryAfterHeader,
  503: retryAfterHeader,
};

const everyCall = {
  401: 'No token, or one that is not valid',
  403: 'The token has not the scope, or the order is of a store that is not the client’s',
  503: 'A dependency is away or there are too many requests; nothing was written',
};

/** The error answers of a Walley call: what each status means here, besides those of every call. */
export const DescribeWalleyErrors = (own: Readonly<Record<number, string>>): MethodDecorator =>
  applyDecorators(
    ...Object.entries({ ...everyCall, ...own }).map(([status, description]) =>
      ApiResponse({
        status: Number(status),
        description,
        type: WalleyErrorAnswerDto,
        headers: {
          ...requestIdHeader,
          ...(Number(status) in headers && headers[Number(status) as keyof typeof headers]),
        },
      }),
    ),
  );
