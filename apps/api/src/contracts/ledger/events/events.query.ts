import { QueryFlag } from '../fields/query-flag.js';
import { QueryNumber } from '../fields/query-number.js';
import { Text } from '../fields/text.js';
import { feedLimits } from './feed-limits.js';

/** The parameters of `GET /v1/events`. */
export class EventsQuery {
  @Text({
    optional: true,
    description: 'Position of the last event that is known; from the beginning if left out',
    example: '40961',
  })
  readonly after?: string;

  @QueryNumber({
    least: 1,
    most: feedLimits.eventsMax,
    description: `The feed ends after so many events, 1 to ${feedLimits.eventsMax}`,
  })
  readonly limit?: string;

  @QueryFlag({
    description:
      'Whether the feed stays open at the end of the log; true for server-sent events if left out, else false',
  })
  readonly follow?: string;
}
