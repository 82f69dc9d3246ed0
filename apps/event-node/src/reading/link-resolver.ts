import type { EventRecord } from '../storage/log/event-record.js';
import type { LogStore } from '../storage/log-store.js';
import { resolveStream } from './stream-visibility.js';

/** An event to send: the event itself, or a link with the event that it leads to. */
export interface ResolvedEvent {
  /** Undefined if the link has no target. */
  readonly event: EventRecord | undefined;
  readonly link: EventRecord | undefined;
}

/** Finds the event to send for an event of the log. */
export type LinkResolver = (event: EventRecord) => ResolvedEvent;

const linkType = Buffer.from('$>');

export const withoutLinks: LinkResolver = (event) => ({ event, link: undefined });

interface LinkSources {
  readonly store: LogStore;
}

/** The resolver of a read: it follows links only if the client asked for that. */
export const resolverOf = (sources: LinkSources, resolveLinks: boolean): LinkResolver =>
  resolveLinks ? followingLinks(sources) : withoutLinks;

/** Follows links: events of type `$>` whose data are `revision@stream`. */
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
