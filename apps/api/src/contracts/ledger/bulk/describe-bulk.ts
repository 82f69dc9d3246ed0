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

const description = `One capture a line, one answer a line, in the order of the lines, each as soon as those before it are there: read
while you send. At most ${bulkLimits.linesMax} lines of ${bulkLimits.lineBytesMax} bytes; blank lines are left out. A line that is refused does not hold up the
next ones. A bulk that is not read to its end says so in a last line: 408, 413, 503, or 401 for a token that was revoked.
Sent again, it has no further effect and is answered alike. Needs \`captures:write\`.`;

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
