import { isIP } from 'node:net';
import { isPublicAddress } from './refused-addresses.js';

const charactersMax = 2_048;

/** What is allowed besides public https addresses. */
export interface TargetRules {
  /** Private, loopback and link-local addresses, and http://. */
  readonly allowPrivateTargets: boolean;
}

const isLocalName = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

/** The host as a connection takes it: IPv6 without its brackets, names without the root's dot. */
export const hostOf = ({ hostname }: URL): string =>
  hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');

/**
 * Why an endpoint cannot have this URL; `undefined` if it can. What a name stands for is looked at when a connection
 * is made (`checkedLookup`): it may be another address by then.
 */
export const targetRefused = (
  text: string,
  { allowPrivateTargets }: TargetRules,
): string | undefined => {
  if (text.length > charactersMax || !URL.canParse(text)) return 'It is not a URL.';
  const url = new URL(text);
  if (url.href.length > charactersMax) return 'It is too long.';
  if (url.username !== '' || url.password !== '') return 'It names a user or a password.';
  if (url.protocol !== 'https:' && !(allowPrivateTargets && url.protocol === 'http:')) {
    return 'It is not an https URL.';
  }
  const host = hostOf(url);
  if (host === '') return 'It names no host.';
  if (allowPrivateTargets) return undefined;
  const isLocal = isIP(host) === 0 ? isLocalName(host) : !isPublicAddress(host);
  return isLocal ? 'Its address is not a public one.' : undefined;
};
