import { useSyncExternalStore } from 'react';
import type { Caller } from '../api/types.js';

/** The signed-in client with its token, kept in memory only: a reload of the page signs out. */
export interface Session extends Caller {
  readonly token: string;
  /** Time at which the token ends, in milliseconds as `Date.now()`. */
  readonly endsAt: number;
}

/** Nobody is signed in. `reason` is the sentence for a client whose session has ended. */
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

/** The session, for pages that only signed-in clients can open. @throws Error without one */
export const useSession = (): Session => {
  const { session } = useSessionState();
  if (session === undefined) throw new Error('Nobody is signed in');
  return session;
};
