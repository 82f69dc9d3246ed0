import type { StoredEvent } from '../storage/event-record.js';
import type { LogStore } from '../storage/log-store.js';
import { lookAtStream } from './stream-sight.js';

/**
 * An event as it is sent: itself, or what it links to beside the link (event-node.md, section 5).
 */
export interface ResolvedEvent {
  /** Undefined if the link has no target. */
  readonly event: StoredEvent | undefined;
  readonly link: StoredEvent | undefined;
}

/** How a read turns the events of the log into what it sends. */
export type Resolve = (event: StoredEvent) => ResolvedEvent;

const LINK_TYPE = Buffer.from('$>');

export const asItIs: Resolve = (event) => ({ event, link: undefined });

export interface LinkSources {
  readonly store: LogStore;
}

/** Links are followed if the reader asks for it. */
export const resolverOf = (sources: LinkSources, resolveLinks: boolean): Resolve =>
  resolveLinks ? followingLinks(sources) : asItIs;

/** The data of a link is `revision@stream`. */
const followingLinks =
  (sources: LinkSources): Resolve =>
  (event) =>
    event.type.equals(LINK_TYPE)
      ? { event: targetOf(sources, event), link: event }
      : { event, link: undefined };

const targetOf = ({ store }: LinkSources, link: StoredEvent): StoredEvent | undefined => {
  const [, revisionText, streamName] = /^(\d{1,15})@(.+)$/s.exec(link.data.toString('utf8')) ?? [];
  if (streamName === undefined) return undefined;
  const revision = Number(revisionText);
  const sight = lookAtStream(store, streamName);
  if (sight.kind !== 'readable' || revision < sight.first || revision > sight.last)
    return undefined;
  const position = store.position(sight.streamNumber, revision);
  return position === undefined ? undefined : store.event(position);
};
