import { applyDecorators } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import type { ReferenceObject, SchemaObject } from '@nestjs/swagger';
import { ndjson } from '../../../contract-kit/streamed-bodies.js';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { BulkCaptureRequest } from './capture-lines.js';
import { bulkExamples } from './bulk-examples.js';
import { bulkLimits, CapturedLine, RefusedLine } from './bulk-result.js';
const { linesMax, lineBytesMax } = bulkLimits;
const description = [
  'One capture a line, one answer a line in the order of the lines, each as soon as those before it are there: read while you send.',
  `At most ${linesMax} lines of ${lineBytesMax} bytes; blank lines are left out. A refused line does not hold up the next ones.`,
  'A bulk that is not read to its end says so in a last line: 401, 408, 413 or 503.',
  'Sent again, it has no further effect and is answered alike. Needs `captures:write`.',
].join(' ');

/** One JSON text a line: a string whose lines are each one of these. */
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
