import type { LookupAddress } from 'node:dns';
import type { Resolve } from './checked-lookup.js';

type Done = Parameters<Resolve>[1];

/**
 * Asks for a name once for all who wait for it at that time. The system resolves four names at once in a process: the
 * attempts to an endpoint whose name servers do not answer would otherwise take all four, and no other name were found.
 */
export const sharedResolve = (resolve: Resolve): Resolve => {
  const waiting = new Map<string, Done[]>();
  return (hostname, done) => {
    const others = waiting.get(hostname);
    if (others !== undefined) {
      others.push(done);
      return;
    }
    const all = [done];
    waiting.set(hostname, all);
    resolve(hostname, (error, addresses: LookupAddress[]) => {
      waiting.delete(hostname);
      for (const each of all) each(error, addresses);
    });
  };
};
