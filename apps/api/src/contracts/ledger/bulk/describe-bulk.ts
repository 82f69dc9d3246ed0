import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiOperation } from '@nestjs/swagger';
import { ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ndjson } from '../../../http/lines/ndjson.js';
import { requestIdHeader } from '../../../openapi/shared-headers.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { BulkCaptureRequest } from './bulk-capture.request.js';
import { bulkExamples } from './bulk-examples.js';
import { bulkLimits } from './bulk-limits.js';
import { CapturedLine, RefusedLine } from './bulk-result.js';

const { linesMax, lineBytesMax } = bulkLimits;
const description = [
  'One capture a line, one answer a line in the order of the lines, each as soon as those before it are there: read while you send.',
  `At most ${linesMax} lines of ${lineBytesMax} bytes; blank lines are left out. A refused line does not hold up the next ones.`,
  'A bulk that is not read to its end says so in a last line: 401, 408, 413 or 503.',
  'Sent again, it has no further effect and is answered alike. Needs `captures:write`.',
].join(' ');

/** OpenAPI 3.1 has no word for a sequence of JSON texts: the schemas are those of a line. */
const answer = {
  description: 'One of these a line',
  content: {
    [ndjson]: {
      schema: { oneOf: [CapturedLine, RefusedLine].map((line) => ({ $ref: getSchemaPath(line) })) },
    },
  },
  headers: requestIdHeader,
};

export const DescribeBulk = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Capture many orders', description }),
    ApiConsumes(ndjson),
    ApiBody({
      type: BulkCaptureRequest,
      description: 'One of these a line',
      examples: bulkExamples,
    }),
    ApiExtraModels(CapturedLine, RefusedLine),
    ApiResponse({ status: 200, ...answer }),
    DescribeProblems('UNSUPPORTED_MEDIA_TYPE'),
  );
