import type { ApiResponseOptions } from '@nestjs/swagger';

type Headers = NonNullable<ApiResponseOptions['headers']>;

/** Response headers in the OpenAPI document. */
export const requestIdHeader: Headers = {
  'X-Request-Id': {
    description: 'The correlation id: that of the request if it is a UUID, otherwise a new one',
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
    description: 'Place in the log of the last event that the command wrote',
    schema: { type: 'string', pattern: '^\\d+$' },
  },
  'Idempotency-Replayed': {
    description: 'true if the same request was accepted before under this key',
    schema: { type: 'string', enum: ['true'] },
  },
};

/**
 * The most error codes of one HTTP status that get an example in the OpenAPI document. The text of
 * the operation still names all codes.
 */
const shownMax = 4;

/** The correlation id in all examples of the OpenAPI document. */
export const exampleId = '3f0c1d1e-9b0b-4a52-8c1f-0e6a54d0e9b0';

type Examples = Readonly<Record<string, { readonly summary: string; readonly value: object }>>;

/**
 * OpenAPI examples for the answers with one HTTP status. Only the first four codes get an example.
 */
export const errorExamples = (
  codes: readonly string[],
  bodyOf: (code: string) => { readonly summary: string; readonly value: object },
): Examples => Object.fromEntries(codes.slice(0, shownMax).map((code) => [code, bodyOf(code)]));

/** The name of the OpenAPI security scheme for tokens of `/oauth2/v2.0/token`. */
export const securityScheme = 'token';

/**
 * The type of a plain object with the fields of a class. Such an object is sent as the answer; the
 * class exists only so that OpenAPI can describe the answer.
 */
export type Plain<T> = T extends readonly (infer Item)[]
  ? readonly Plain<Item>[]
  : T extends object
    ? { readonly [Field in keyof T]: Plain<T[Field]> }
    : T;
