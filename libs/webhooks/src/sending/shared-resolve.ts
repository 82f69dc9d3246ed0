import type { Resolve } from './checked-lookup.js';

/**
 * Asks for a name once for all who wait for it at that time. A process resolves few names at once: the attempts to an
 * endpoint whose name servers do not answer would otherwise take all its turns, and no other name would be found.
 */
export const sharedResolve = (resolve: Resolve): Resolve => {
  const asked = new Map<string, ReturnType<Resolve>>();
  return async (hostname) => {
    const shared =
      asked.get(hostname) ??
      resolve(hostname).finally(() => {
        asked.delete(hostname);
      });
    asked.set(hostname, shared);
    return shared;
  };
};
