import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import {
  errorExamples,
  exampleId,
  challengeHeader,
  requestIdHeader,
  retryAfterHeader,
} from '../../contract-kit/describe.js';
import { walleyEnvelope } from './walley-envelope.js';
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
  401: 'UNAUTHORIZED: no token, or one that is not valid',
  403: 'FORBIDDEN: the token has not the scope, or the order is of a store that is not the client’s',
  503: 'SERVICE_UNAVAILABLE: a dependency is away or there are too many requests; nothing was written',
};

const words = new Set(['UNAUTHORIZED', 'FORBIDDEN']);

/** The reasons that a description of an answer names. An answer without one would be none that callers can tell. */
const codesIn = (description: string): string[] => {
  const capitals = description.match(/\b[A-Z]+(?:_[A-Z]+)*\b/g) ?? [];
  const codes = capitals.filter((word) => word.includes('_') || words.has(word));
  if (codes.length === 0) throw new RangeError(`No reason is named in: ${description}`);
  return codes;
};

const exampleOf = (status: number, code: string) => {
  const refusal = { status, code, detail: walleyDetail(code) };
  const { body } = walleyEnvelope.write(refusal, exampleId);
  return { summary: code, value: JSON.parse(body) as object };
};

const walleyDetail = (code: string): string => {
  const text = code.toLowerCase().replaceAll('_', ' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

/** The error answers of a Walley call: what each status means here, besides those of every call. */
export const DescribeWalleyErrors = (own: Readonly<Record<number, string>>): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(WalleyErrorAnswerDto),
    ...Object.entries({ ...everyCall, ...own }).map(([status, description]) =>
      ApiResponse({
        status: Number(status),
        description,
        content: {
          'application/json': {
            schema: { $ref: getSchemaPath(WalleyErrorAnswerDto) },
            examples: errorExamples(codesIn(description), (code) =>
              exampleOf(Number(status), code),
            ),
          },
        },
        headers: {
          ...requestIdHeader,
          ...(Number(status) in headers && headers[Number(status) as keyof typeof headers]),
        },
      }),
    ),
  );
