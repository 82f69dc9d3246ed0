import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { ndjson } from '../../../contract-kit/streamed-bodies.js';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { FeedEvent, eventStream } from './feed-event.js';
const description = [
  'The events of all orders and settlements of the stores that the client acts for, in log order, as they stand in the log.',
  'NDJSON by default; server-sent events for `Accept: text/event-stream`, with the position as `id`, so that `Last-Event-ID` resumes.',
  'Without `follow=true` an NDJSON feed ends at the end of the log as it was when asked, and an answer that breaks off has not got there.',
  'A feed that stays open sends a blank line (or a block without data) at least every 15 seconds and may be ended at any time:',
  'go on `after` the last position. A caller that takes nothing for 30 seconds is cut off. Needs `audit:read`.',
].join(' ');

const line = { schema: { $ref: getSchemaPath(FeedEvent) } };

export const DescribeEvents = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Follow the events of the log', description }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'In place of `after`, as a reconnecting client sends it',
    }),
    ApiExtraModels(FeedEvent),
    ApiResponse({
      status: 200,
      description: 'One of these a line',
      content: { [ndjson]: line, [eventStream]: line },
      headers: {
        ...requestIdHeader,
        'Ledger-Position': {
          description: 'Where a feed that does not stay open ends',
          schema: { type: 'string', pattern: '^\\d+$' },
        },
      },
    }),
    DescribeProblems('POSITION_NOT_REACHED', 'TOO_MANY_FEEDS'),
  );
