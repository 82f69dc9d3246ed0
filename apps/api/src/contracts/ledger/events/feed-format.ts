import type { LoggedEvent } from '#event-log';
import { ndjson } from '../../../contract-kit/streamed-bodies.js';
import { feedEvent } from './feed-event.js';

/** How a feed is written. */
export interface FeedFormat {
  readonly contentType: string;
  /** Whether a feed stays open at the log's end if nothing is said about it. */
  readonly followsByDefault: boolean;
  /** What an open feed begins with, so that the caller sees at once that it is open. */
  readonly opening: string;
  event(event: LoggedEvent): string;
  /** Everything up to the position was looked through. */
  heartbeat(position: bigint | undefined): string;
}

const lines: FeedFormat = {
  contentType: ndjson,
  followsByDefault: false,
  opening: '\n',
  event: (event) => `${JSON.stringify(feedEvent(event))}\n`,
  // Readers of NDJSON pass over blank lines.
  heartbeat: () => '\n',
};

export const eventStream = 'text/event-stream';

/** A block with an id alone dispatches nothing, but a reconnecting client resumes behind it (HTML, 9.2.6). */
const serverSent: FeedFormat = {
  contentType: eventStream,
  followsByDefault: true,
  opening: 'retry: 2000\n\n',
  event: (event) => `id: ${event.position}\ndata: ${JSON.stringify(feedEvent(event))}\n\n`,
  heartbeat: (position) => (position === undefined ? ':\n\n' : `id: ${position}\n\n`),
};

/** Server-sent events if the request accepts them by name, else NDJSON. */
export const feedFormatFor = (accept: string | undefined): FeedFormat =>
  accept?.toLowerCase().includes(eventStream) ? serverSent : lines;
