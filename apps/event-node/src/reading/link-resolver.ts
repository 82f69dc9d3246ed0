import type { EventRecord } from '../storage/log/event-record.js';
import type { LogStore } from '../storage/log-store.js';
import { resolveStream } from './stream-visibility.js';

/** The content of one response of a read: an event, or a link and the event that it points to. */
export interface ResolvedEvent {
  /** Undefined if the event that the link points to does not exist. */
  readonly event: EventRecord | undefined;
  readonly link: EventRecord | undefined;
}

/**
 * If the event is a link, returns the event that the link points to, together with the link.
 * Returns any other event unchanged.
 */
export type LinkResolver = (event: EventRecord) => ResolvedEvent;

const linkType = Buffer.from('$>');

export const withoutLinks: LinkResolver = (event) => ({ event, link: undefined });

interface LinkSources {
  readonly store: LogStore;
}

/** The link resolver of a read, which follows links only if the client asked for it. */
export const resolverOf = (sources: LinkSources, resolveLinks: boolean): LinkResolver =>
  resolveLinks ? followingLinks(sources) : withoutLinks;

/**
 * Follows links. A link is an event of type `$>`. Its data, for example `7@customers`, name the
 * revision and the stream of the event that the link points to.
 */
const followingLinks =
  (sources: LinkSources): LinkResolver =>
  (event) =>
    event.type.equals(linkType)
      ? { event: targetOf(sources, event), link: event }
      : { event, link: undefined };

const targetOf = ({ store }: LinkSources, link: EventRecord): EventRecord | undefined => {
  const [, revisionText, streamName] = /^(\d{1,15})@(.+)$/s.exec(link.data.toString('utf8')) ?? [];
  if (streamName === undefined) return undefined;
  const revision = Number(revisionText);
  const visibility = resolveStream(store, streamName);
  if (visibility.kind !== 'readable' || revision < visibility.first || revision > visibility.last)
    return undefined;
  const position = store.position(visibility.streamNumber, revision);
  return position === undefined ? undefined : store.event(position);
};
