import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import type { ApiHeaderOptions } from '@nestjs/swagger';
import { commandHeaders, requestIdHeader } from '../../../contract-kit/describe.js';
import { ndjson } from '../../../contract-kit/streamed-bodies.js';
import { DescribeCommandProblems, DescribeProblems } from '../problems/describe-problems.js';
import { CommandAnswer } from './command-answer.js';
import { idempotencyKeyHeader } from './ledger-target.js';
import { pageOf } from './pages.js';

type Examples = Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>;

interface Words {
  readonly summary: string;
  readonly description: string;
}

interface Request {
  readonly body?: Type;
  readonly examples?: Examples;
  readonly headers?: readonly ApiHeaderOptions[];
}

interface CallDescription extends Words, Request {
  /** The status of a successful answer; 200 if left out. */
  readonly status?: number;
  readonly answer?: Type;
  readonly answerHeaders?: typeof requestIdHeader;
  /** The error codes of this call, without those that every call has. */
  readonly problems?: readonly string[];
}

/** Describes a call of `/v1` in OpenAPI. */
export const DescribeCall = (call: CallDescription): MethodDecorator => {
  const { status = 200, answer, answerHeaders = requestIdHeader, problems = [] } = call;
  return applyDecorators(
    ...describedRequest(call),
    ApiResponse({ status, ...(answer && { type: answer }), headers: answerHeaders }),
    DescribeProblems(...problems),
  );
};

interface CommandDescription extends Words, Omit<Request, 'headers'> {
  /**
   * A pattern for the domain's rejection codes that this command can answer with, such as
   * `/^CAPTURE_/`.
   */
  readonly rejections: RegExp;
  /** Error codes of this command that the pattern does not match. */
  readonly problems?: readonly string[];
}

/** Describes a command on an order in OpenAPI. */
export const DescribeCommand = (command: CommandDescription): MethodDecorator =>
  applyDecorators(
    ...describedRequest({ ...command, headers: [idempotencyKeyHeader] }),
    ApiResponse({ status: 202, type: CommandAnswer, headers: acceptedHeaders }),
    DescribeCommandProblems(command.rejections, command.problems),
  );

/** Adds the OpenAPI description of a call that lists parts of an order, such as its captures. */
export const DescribeListOf = (type: Type, summary: string): MethodDecorator =>
  describedRead(pageOf(type), summary, []);

/**
 * Adds the OpenAPI description of a call that reads one part of an order, such as a capture.
 * `notFound` is the error code for an unknown part.
 */
export const DescribeOneOf = (type: Type, summary: string, notFound: string): MethodDecorator =>
  describedRead(type, summary, [notFound]);

const describedRead = (answer: Type, summary: string, problems: readonly string[]) =>
  DescribeCall({
    ...{ summary, description: 'Needs `orders:read`.', headers: waitingHeaders, answer },
    problems: ['ORDER_NOT_FOUND', ...problems, 'POSITION_NOT_REACHED'],
  });

interface TableDescription extends Words {
  /** The class of a JSON page; several classes if the shape of a page depends on the query. */
  readonly pages: readonly Type[];
  readonly rows: readonly Type[];
  readonly problems: readonly string[];
  /** True if the table can also be read as a PDF. */
  readonly isDocument?: boolean;
}

const oneOf = (types: readonly Type[]) => {
  const references = types.map((type) => ({ $ref: getSchemaPath(type) }));
  const [only] = references;
  return only !== undefined && references.length === 1 ? only : { anyOf: references };
};

/**
 * Adds the OpenAPI description of a call that returns a table. The caller's `Accept` header chooses
 * between a page as JSON and a stream of rows as NDJSON or CSV.
 */
export const DescribeTable = ({
  pages,
  rows,
  problems,
  isDocument = false,
  ...words
}: TableDescription) =>
  applyDecorators(
    ...describedRequest({ ...words, headers: waitingHeaders }),
    ApiExtraModels(...pages, ...rows),
    ApiHeader(tableAcceptHeader),
    // OpenAPI 3.1 cannot describe a sequence of JSON texts, so the schema describes a single row.
    ApiResponse({
      status: 200,
      description: 'A page, or all rows',
      headers: requestIdHeader,
      content: {
        'application/json': { schema: oneOf(pages) },
        [ndjson]: { schema: oneOf(rows) },
        'text/csv': { schema: { type: 'string' } },
        ...(isDocument && {
          'application/pdf': { schema: { type: 'string', format: 'binary' } },
        }),
      },
    }),
    DescribeProblems(...problems),
  );

const describedRequest = ({
  summary,
  description,
  headers = [],
  body,
  examples,
}: Words & Request) => [
  ApiOperation({ summary, description }),
  ...headers.map(ApiHeader),
  ...(body ? [ApiBody({ type: body, ...(examples && { examples }) })] : []),
];

/** The headers of a 201 answer, for OpenAPI. */
export const createdHeaders: typeof requestIdHeader = {
  ...requestIdHeader,
  Location: { description: 'Where it can be read', schema: { type: 'string' } },
};

/** The headers of a 202 answer, for OpenAPI. */
export const acceptedHeaders: typeof requestIdHeader = { ...requestIdHeader, ...commandHeaders };

/** The headers by which a caller asks a read to wait until an earlier write is visible. */
export const waitingHeaders = [
  {
    name: 'Ledger-Position',
    required: false,
    description: 'Wait until the read model has reached this position',
    schema: { type: 'string', pattern: '^\\d{1,19}$' },
  },
  {
    name: 'Prefer',
    required: false,
    description: '`wait=N`: wait up to N seconds, 2 by default, 30 at most',
    schema: { type: 'string', example: 'wait=10' },
  },
] as const satisfies readonly ApiHeaderOptions[];

const tableAcceptHeader: ApiHeaderOptions = {
  name: 'Accept',
  required: false,
  description: 'NDJSON and CSV have all rows; `limit` and `cursor` are for JSON',
  schema: { type: 'string', enum: ['application/json', ndjson, 'text/csv'] },
};
