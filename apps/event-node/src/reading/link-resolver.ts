import type { EventRecord } from '../storage/log/event-record.js';
import type { LogStore } from '../storage/log-store.js';
import { resolveStream } from './stream-visibility.js';

/** An event as it is sent: itself, or the target of a link with the link. */
export interface ResolvedEvent {
  /** Undefined if the link has no target. */
  readonly event: EventRecord | undefined;
  readonly link: EventRecord | undefined;
}

/** Turns an event of the log into the event to send. */
export type LinkResolver = (event: EventRecord) => ResolvedEvent;

const linkType = Buffer.from('$>');

export const withoutLinks: LinkResolver = (event) => ({ event, link: undefined });

interface LinkSources {
  readonly store: LogStore;
}

/** Resolves links if the reader asks for it. */
export const resolverOf = (sources: LinkSources, resolveLinks: boolean): LinkResolver =>
  resolveLinks ? followingLinks(sources) : withoutLinks;

/** The data of a link is `revision@stream`. */
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
  const sight = resolveStream(store, streamName);
  if (sight.kind !== 'readable' || revision < sight.first || revision > sight.last)
    return undefined;
  const position = store.position(sight.streamNumber, revision);
  return position === undefined ? undefined : store.event(position);
};
