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

/**
 * Most error codes of one HTTP status that get an example in the API's description; the text of the
 * description names all codes.
 */
const shownMax = 4;

/** The correlation id of all examples. */
export const exampleId = '3f0c1d1e-9b0b-4a52-8c1f-0e6a54d0e9b0';

type Examples = Readonly<Record<string, { readonly summary: string; readonly value: object }>>;

/** Examples of the answers of one status: the first four of the codes that it may have. */
export const errorExamples = (
  codes: readonly string[],
  bodyOf: (code: string) => { readonly summary: string; readonly value: object },
): Examples => Object.fromEntries(codes.slice(0, shownMax).map((code) => [code, bodyOf(code)]));

/** The name under which the API's description lists the tokens of `/oauth2/v2.0/token`. */
export const securityScheme = 'token';

/**
 * A plain object with the fields of a class. The class only describes an answer for OpenAPI; the
 * object is what is sent.
 */
export type Plain<T> = T extends readonly (infer Item)[]
  ? readonly Plain<Item>[]
  : T extends object
    ? { readonly [Field in keyof T]: Plain<T[Field]> }
    : T;
