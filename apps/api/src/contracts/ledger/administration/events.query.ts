import { type EventStore, ledgerStreams } from '#event-log';
import { HttpError } from '../../../contract-kit/http-error.js';
import { feedLimits } from './feed.js';
import { QueryFlag } from '../fields/field.js';
import { QueryNumber } from '../fields/numbers.js';
import { Text } from '../fields/text.js';
import { positionHeader } from '../problems/problem-details.js';
import { positionIn } from '../requests/wait-for-position.js';

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

/** Where a feed begins, exclusive: what a reconnecting client says it has seen goes before what its URL says. */
export const positionKnown = (
  after: string | undefined,
  lastEventId: unknown,
): bigint | undefined => {
  if (lastEventId !== undefined && lastEventId !== '') {
    return positionIn('Last-Event-ID', lastEventId);
  }
  return after === undefined ? undefined : positionIn('after', after);
};

const beyondTheLog = (after: bigint, end: bigint): HttpError =>
  new HttpError({
    status: 412,
    code: 'POSITION_NOT_REACHED',
    detail: `The log ends at position ${end}, before ${after}.`,
    headers: { [positionHeader]: String(end), 'Retry-After': '1' },
  });

type Log = Pick<EventStore, 'lastPosition'>;

/**
 * Where a feed has told everything that stands in the log now: at the last event of its streams, or where it begins if
 * none comes later; -1 if there is none.
 *
 * @throws HttpError 412 if the feed would begin after the end of the log: that position is of another log, or of
 *   this one before it was restored from a backup
 */
export const feedEnd = async (log: Log, after: bigint | undefined): Promise<bigint> => {
  if (after !== undefined) {
    // Heartbeats of a feed name positions of other streams, after the last event of an order.
    const end = (await log.lastPosition()) ?? -1n;
    if (after > end) throw beyondTheLog(after, end);
  }
  return (await log.lastPosition(ledgerStreams, after)) ?? -1n;
};
