import type { StoredEvent } from '../client/stored-event.js';
import type { LogMark } from './log-page.js';

/** By what an event is known again: its id says what was asked for, its chain value what was written, and all before it. */
export const markOf = ({ id, metadata }: StoredEvent, position: bigint): LogMark => {
  const { chain } = (metadata ?? {}) as { readonly chain?: unknown };
  return { position, eventId: id, chain: typeof chain === 'string' ? chain : '' };
};
