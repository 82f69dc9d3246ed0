import {
  applyDecorators,
  Controller,
  Header,
  HttpCode,
  Inject,
  Post,
  Req,
  Res,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
  type ReferenceObject,
  type SchemaObject,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticator } from '../../../contract-kit/authenticator.js';
import { LedgerIdentity } from '#event-log';
import type { Logger } from '#runtime';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { httpLimits } from '../../../contract-kit/http-limits.js';
import { callerOf } from '../../../contract-kit/request.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import {
  discardRest,
  ndjson,
  ReadsLines,
  streamBothWays,
} from '../../../contract-kit/streamed-bodies.js';
import { loggerToken } from '../../../services/service-tokens.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { CallerCheck } from '../requests/caller.js';
import { NdjsonContentGuard } from '../requests/bodies.js';
import { bulkLimits, callerGone, CapturedLine, RefusedLine } from './bulk-result.js';
import { Bulk, RunningBulks } from './bulk.js';
import { BulkCaptureRequest, CaptureLines } from './capture-lines.js';
/** Example bodies of bulks for OpenAPI. */
export const bulkExamples = {
  captures: {
    summary: 'Two orders',
    value: [
      '{"orderId": "8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11", "idempotencyKey": "k-1", "amount": 9500}',
      '{"store": "demo-se", "orderNumber": "1002", "idempotencyKey": "k-2", "amount": 28500}',
      '',
    ].join('\n'),
  },
};

const { linesMax, lineBytesMax } = bulkLimits;
const description = [
  'One capture in each line, and one answer in each line, in the same order. An answer is sent as soon as the answers before it are complete, so read while you send.',
  `At most ${linesMax} lines of ${lineBytesMax} bytes; blank lines are skipped. A refused line does not stop the next ones.`,
  'If a bulk was not read to its end, the last line of the answer says so: 401, 408, 413 or 503.',
  'A repeated bulk has no further effect and gets the same answers. Needs `captures:write`.',
].join(' ');

/**
 * The schema of an NDJSON body: a string, each line of which is a JSON text of the given schema.
 */
const linesOf = (line: SchemaObject | ReferenceObject): SchemaObject => {
  const content = { contentMediaType: ndjson, contentSchema: line };
  return { type: 'string', ...content };
};

const reference = (type: Type): ReferenceObject => ({ $ref: getSchemaPath(type) });

const answer = {
  description: 'One line for each line of the request, in their order',
  content: { [ndjson]: { schema: linesOf({ oneOf: [CapturedLine, RefusedLine].map(reference) }) } },
  headers: requestIdHeader,
};

export const DescribeBulk = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Capture many orders', description }),
    ApiConsumes(ndjson),
    ApiBody({
      schema: linesOf(reference(BulkCaptureRequest)),
      examples: bulkExamples,
    }),
    ApiExtraModels(BulkCaptureRequest, CapturedLine, RefusedLine),
    ApiResponse({ status: 200, ...answer }),
    DescribeProblems('UNSUPPORTED_MEDIA_TYPE'),
  );

@Controller('v1/captures')
@UseGuards(NdjsonContentGuard)
export class BulkController {
  constructor(
    private readonly commands: CommandBus,
    private readonly authenticator: Authenticator,
    private readonly bulks: RunningBulks,
    private readonly identity: LedgerIdentity,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('Content-Type', ndjson)
  @ReadsLines()
  @RequireScope('captures:write')
  @DescribeBulk()
  capture(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Bulk {
    if (request.raw.destroyed) throw new HttpError(callerGone);
    const { commands, authenticator, logger, identity } = this;
    const { callerCheckedEveryMs } = bulkLimits;
    const callerCheck = new CallerCheck(request, authenticator, callerCheckedEveryMs);
    const lines = new CaptureLines(request, { commands, callerCheck, logger, identity });
    const bulk = this.bulks.begin(
      callerOf(request).clientId,
      () => new Bulk(request.raw, lines, bulkLimits),
    );
    bulk.once('error', (err) => {
      logger.error({ err, requestId: request.id }, 'a bulk failed');
    });
    streamBothWays(request.raw, reply.raw);
    reply.raw.once('finish', () => {
      discardRest(request.raw, httpLimits.lingerMs);
    });
    return bulk;
  }
}
