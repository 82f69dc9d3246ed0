import type { ApiResponseOptions } from '@nestjs/swagger';

type Headers = NonNullable<ApiResponseOptions['headers']>;

/** Headers of answers, for the API's description. */
export const requestIdHeader: Headers = {
  'X-Request-Id': {
    description: 'The correlation id: taken from the request if it is a UUID, else made',
    schema: { type: 'string', format: 'uuid' },
  },
};

export const retryAfterHeader: Headers = {
  'Retry-After': { description: 'Seconds', schema: { type: 'integer', minimum: 1 } },
};

export const challengeHeader: Headers = {
  'WWW-Authenticate': {
    description: 'Bearer, with error as RFC 6750 says',
    schema: { type: 'string' },
  },
};

export const commandHeaders: Headers = {
  Location: { description: 'Where the result can be read', schema: { type: 'string' } },
  'Ledger-Position': {
    description: 'Place in the log that the command reached',
    schema: { type: 'string', pattern: '^\\d+$' },
  },
  'Idempotency-Replayed': {
    description: 'true if the same request was accepted before under this key',
    schema: { type: 'string', enum: ['true'] },
  },
};
