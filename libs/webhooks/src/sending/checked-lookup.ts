import { type LookupAddress, promises as dns } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './webhook-target.js';

/** The host name has an address that is not public. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/**
 * Resolves a host name; tests replace it. A promise that rejects has no addresses that could be
 * read by mistake, unlike a callback.
 */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** Resolves host names as the machine does, its hosts file included. */
export const resolveBySystem: Resolve = async (hostname) => dns.lookup(hostname, { all: true });

const none: LookupAddress[] = [];

/**
 * A lookup for `net.connect` that gives public addresses only. The connection goes to the very
 * addresses that were checked, so a later change of the name has no effect. If one address of a
 * name is not public, the whole name is refused.
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

/** Resolves to at least one address, all of them public; rejects otherwise. */
const publicAddresses = async (resolve: Resolve, hostname: string): Promise<Addresses> => {
  const [first, ...others] = await resolve(hostname);
  if (first === undefined) throw new Error(`${hostname} has no address.`);
  const addresses = [first, ...others] as const;
  if (!addresses.every(({ address }) => isPublicAddress(address)))
    throw new AddressRefused(`${hostname} is not a public address.`);
  return addresses;
};

/**
 * Shares a lookup among all attempts that wait for the same name. Node.js runs few lookups at once:
 * without sharing, attempts to one endpoint whose name servers are silent would take all of them,
 * and no other name would be resolved.
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
