import { type LookupAddress, promises as dns } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './webhook-target.js';

/** The name resolves to an address that is not allowed. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/**
 * Resolves a name; replaced in tests. It is a promise rather than a callback, so that there are no
 * addresses to read when the name was not found.
 */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** Resolves names as the machine does, including its hosts file. */
export const resolveBySystem: Resolve = async (hostname) => dns.lookup(hostname, { all: true });

const none: LookupAddress[] = [];

/**
 * A lookup for connections that returns public addresses only. The connection uses the same
 * addresses that were checked, so a later change of the name has no effect. One address that is not
 * public refuses the name.
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

/** Returns at least one address, all of them public; rejects otherwise. */
const publicAddresses = async (resolve: Resolve, hostname: string): Promise<Addresses> => {
  const [first, ...others] = await resolve(hostname);
  if (first === undefined) throw new Error(`${hostname} has no address.`);
  const addresses = [first, ...others] as const;
  if (!addresses.every(({ address }) => isPublicAddress(address)))
    throw new AddressRefused(`${hostname} is not a public address.`);
  return addresses;
};

/**
 * Shares one lookup of a name among all that wait for it. A process resolves few names at once.
 * Otherwise attempts to an endpoint whose name servers do not answer would use all of them, and no
 * other name would be resolved.
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
