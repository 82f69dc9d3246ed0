import { useSyncExternalStore } from 'react';
import type { Caller } from '../api/types.js';

/** A signed-in client. It is in memory alone: a reload of the page signs out. */
export interface Session extends Caller {
  readonly token: string;
  /** Time of `Date.now()`. */
  readonly endsAt: number;
}

/** Nobody is signed in; `reason` says why, if somebody was. */
interface SignedOut {
  readonly reason?: string;
}

type State = { readonly session: Session } | ({ readonly session?: never } & SignedOut);

let state: State = {};
const listeners = new Set<() => void>();

const change = (next: State): void => {
  state = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const beginSession = (session: Session): void => {
  change({ session });
};

/** Forgets the token and everything that was read with it. */
export const endSession = (reason?: string): void => {
  change(reason === undefined ? {} : { reason });
};

export const currentSession = (): Session | undefined => state.session;

export const useSessionState = (): State => useSyncExternalStore(subscribe, () => state);

/** The session of a page that is shown only to signed-in clients. */
export const useSession = (): Session => {
  const { session } = useSessionState();
  if (session === undefined) throw new Error('Nobody is signed in');
  return session;
};
