import { chainOf, chainStart } from '../chain/chain.js';
import { decodeInItsStream } from '../events/decode-event.js';
import { UnreadableEvent } from '../faults.js';
import type { LoggedEvent } from '../subscription/stored-pages.js';
import { type LoadedOrder, loadedWith } from './load-order.js';

/**
 * The order after an event that the log was followed to, or `undefined` if that event is not the
 * one after what is known: another one was missed, or what is known is of another log. The chain
 * value of the event proves that it follows.
 */
export const followedOrder = (
  known: LoadedOrder | undefined,
  { eventId: id, position, revision, ...logged }: LoggedEvent,
): LoadedOrder | undefined => {
  if (revision !== (known?.revision ?? -1) + 1) return undefined;
  const { metadata } = logged;
  if (chainOf(known?.chain ?? chainStart, logged) !== metadata['chain']) return undefined;
  const stored = { ...logged, id, revision: BigInt(revision), position: { commit: position } };
  try {
    return loadedWith(known, decodeInItsStream(stored));
  } catch (error) {
    // A command on the order loads it, and finds it damaged.
    if (error instanceof UnreadableEvent) return undefined;
    throw error;
  }
};
