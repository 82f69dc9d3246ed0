import { type LookupAddress, promises as dns } from 'node:dns';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';

const charactersMax = 2_048;

/** The targets that are allowed besides https URLs at public addresses. */
export interface TargetRules {
  /** Allows private, loopback and link-local addresses, and http:// URLs. */
  readonly allowPrivateTargets: boolean;
}

const isLocalName = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

/**
 * The host as a connection needs it: an IPv6 address without brackets, a name without a dot at its
 * end.
 */
export const hostOf = ({ hostname }: URL): string =>
  hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');

/**
 * The reason why an endpoint cannot have this URL; `undefined` if the URL is allowed. A host name
 * is not resolved here: its addresses may change, so `checkedLookup` checks the addresses at each
 * connection.
 */
export const targetRefused = (
  text: string,
  { allowPrivateTargets }: TargetRules,
): string | undefined => {
  if (text.length > charactersMax || !URL.canParse(text)) return 'The URL is not valid.';
  const url = new URL(text);
  if (url.href.length > charactersMax) return 'The URL is too long.';
  if (url.username !== '' || url.password !== '') return 'The URL has a user or a password.';
  if (url.protocol !== 'https:' && !(allowPrivateTargets && url.protocol === 'http:')) {
    return 'The URL is not an https URL.';
  }
  const host = hostOf(url);
  if (host === '') return 'The URL has no host.';
  if (allowPrivateTargets) return undefined;
  const isLocal = isIP(host) === 0 ? isLocalName(host) : !isPublicAddress(host);
  return isLocal ? 'The address of the host is not public.' : undefined;
};

/**
 * Does the same as `targetRefused`, for the operator who makes an endpoint. If the setting
 * WEBHOOK_ALLOW_PRIVATE_TARGETS would allow the URL, the reason mentions this setting.
 */
export const endpointRefused = (text: string, rules: TargetRules): string | undefined => {
  const why = targetRefused(text, rules);
  if (why === undefined || targetRefused(text, { allowPrivateTargets: true }) !== undefined) {
    return why;
  }
  return `${why} WEBHOOK_ALLOW_PRIVATE_TARGETS=true allows http:// and private addresses.`;
};

/** IPv4 networks that are not public, by the IANA registry of special-purpose addresses. */
const special4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Public addresses at which a cloud offers an internal service to its virtual machines, as other
 * clouds do at 169.254.169.254. 168.63.129.16 is the address in Azure.
 */
const hostServices4: readonly (readonly [string, number])[] = [['168.63.129.16', 32]];

/**
 * Networks within 2000::/3 that are not public: protocol assignments such as Teredo, documentation,
 * and 6to4, whose addresses embed an IPv4 address.
 */
const special6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const refused = new BlockList();
for (const [network, bits] of [...special4, ...hostServices4]) {
  refused.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of special6) refused.addSubnet(network, bits, 'ipv6');

/**
 * The publicly routed part of IPv6. Every other address is refused: loopback, link-local, unique
 * local, multicast, and addresses that embed an IPv4 address (mapped, compatible, NAT64).
 */
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/**
 * True for a public address. IPv4 addresses are checked separately, because they are not in the
 * list of public IPv6 networks.
 */
export const isPublicAddress = (address: string): boolean => {
  if (isIPv4(address)) return !refused.check(address, 'ipv4');
  const [plain = ''] = address.split('%');
  return global6.check(plain, 'ipv6') && !refused.check(plain, 'ipv6');
};

/** The host name has an address that is not public. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** Resolves a host name; tests replace this function. */
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
 * Shares one lookup among all attempts that wait for the same host name. Node.js runs only a few
 * lookups at the same time. Without sharing, the attempts to one endpoint whose name servers do not
 * answer would occupy all of these lookups, and no other host name could be resolved.
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
