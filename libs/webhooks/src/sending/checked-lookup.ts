import { type LookupAddress, promises as dns } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './webhook-target.js';

/** The name stands for an address that is not allowed. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/**
 * How names are resolved; another in tests. A promise rather than a callback: there are no
 * addresses to read when the name was not found.
 */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** As the machine resolves names, its hosts file included. */
export const resolveBySystem: Resolve = async (hostname) => dns.lookup(hostname, { all: true });

const none: LookupAddress[] = [];

/**
 * A lookup for connections that hands out public addresses only. The connection is made to the very
 * addresses that were checked, so a name that changes its mind in between gains nothing. One bad
 * address refuses them all.
 */
export const checkedLookup =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, callback) => {
    void publicAddresses(resolve, hostname).then(
      (addresses) => {
        if (options.all === true) callback(null, [...addresses]);
        else callback(null, addresses[0].address, addresses[0].family);
      },
      (error: unknown) => {
        callback(error as NodeJS.ErrnoException, none);
      },
    );
  };

type Addresses = readonly [LookupAddress, ...LookupAddress[]];

/** At least one, all of them public; rejects otherwise. */
const publicAddresses = async (resolve: Resolve, hostname: string): Promise<Addresses> => {
  const [first, ...others] = await resolve(hostname);
  if (first === undefined) throw new Error(`${hostname} has no address.`);
  const addresses = [first, ...others] as const;
  if (!addresses.every(({ address }) => isPublicAddress(address)))
    throw new AddressRefused(`${hostname} is not a public address.`);
  return addresses;
};

/**
 * Asks for a name once for all who wait for it at that time. A process resolves few names at once:
 * the attempts to an endpoint whose name servers do not answer would otherwise take all its turns,
 * and no other name would be found.
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
