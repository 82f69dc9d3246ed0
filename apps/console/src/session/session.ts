import { useSyncExternalStore } from 'react';
import type { Caller } from '../api/types.js';

/**
 * The signed-in client with its token. The token is kept in memory only, so reloading the page
 * signs the client out.
 */
export interface Session extends Caller {
  readonly token: string;
  /** The time at which the token expires, in milliseconds since 1970 (`Date.now()`). */
  readonly endsAt: number;
}

/**
 * The state without a signed-in client. `reason` is shown to a user whose session has just ended.
 */
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

/** Signs out. The token is dropped, and with it all data on the pages that it had opened. */
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
