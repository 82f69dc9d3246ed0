import type { EventRecord } from '../storage/log/event-record.js';
import type { LogStore } from '../storage/log-store.js';
import { resolveStream } from './stream-visibility.js';

/**
 * An event as it is sent: itself, or what it links to beside the link (event-node.md, section 5).
 */
export interface ResolvedEvent {
  /** Undefined if the link has no target. */
  readonly event: EventRecord | undefined;
  readonly link: EventRecord | undefined;
}

/** How a read turns the events of the log into what it sends. */
export type LinkResolver = (event: EventRecord) => ResolvedEvent;

const LINK_TYPE = Buffer.from('$>');

export const withoutLinks: LinkResolver = (event) => ({ event, link: undefined });

export interface LinkSources {
  readonly store: LogStore;
}

/** Links are followed if the reader asks for it. */
export const resolverOf = (sources: LinkSources, resolveLinks: boolean): LinkResolver =>
  resolveLinks ? followingLinks(sources) : withoutLinks;

/** The data of a link is `revision@stream`. */
const followingLinks =
  (sources: LinkSources): LinkResolver =>
  (event) =>
    event.type.equals(LINK_TYPE)
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
