import { Matching, OneOf, Text } from '../fields/text.js';
import { feedLimits } from './feed-limits.js';

/** The parameters of `GET /v1/events`. */
export class EventsQuery {
  @Text({
    optional: true,
    description: 'Position of the last event that is known; from the beginning if left out',
    example: '40961',
  })
  readonly after?: string;

  @Matching(/^(?:[1-9]\d{0,4}|100000)$/, {
    mustBe: `a whole number from 1 to ${feedLimits.eventsMax}`,
    optional: true,
    description: `The feed ends after so many events, 1 to ${feedLimits.eventsMax}`,
  })
  readonly limit?: string;

  @OneOf(['true', 'false'], {
    optional: true,
    description:
      'Whether the feed stays open at the end of the log; true for server-sent events if left out, else false',
  })
  readonly follow?: string;
}
