import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './refused-addresses.js';

/** The name stands for an address that is not allowed. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** How names are resolved; another in tests. */
export type Resolve = (
  hostname: string,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/** As the machine resolves names, its hosts file included. */
export const resolveBySystem: Resolve = (hostname, done) => {
  systemLookup(hostname, { all: true }, (error, addresses) => {
    done(error, addresses);
  });
};

const none: LookupAddress[] = [];

/**
 * A lookup for connections that hands out public addresses only. The connection is made to the very addresses that were
 * checked, so a name that changes its mind in between gains nothing. One bad address refuses them all.
 */
export const checkedLookup =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses;
      if (error !== null || first === undefined) {
        callback(error ?? new Error(`${hostname} has no address.`), none);
      } else if (!addresses.every(({ address }) => isPublicAddress(address))) {
        callback(new AddressRefused(`${hostname} is not a public address.`), none);
      } else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
