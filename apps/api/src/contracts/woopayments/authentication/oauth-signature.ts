import { createHmac } from 'node:crypto';

/** The parameters that a signature covers. A name such as `a[]` can have several values. */
export type SignedParameters = Readonly<Record<string, string | readonly string[]>>;

/**
 * The parts of a request that its caller has signed. The signature is that of OAuth 1.0a without a
 * token.
 */
export interface SignedRequest {
  readonly method: string;
  /**
   * The URL as the caller wrote it, without its query. A proxy may have changed the URL on the way
   * to this server.
   */
  readonly url: string;
  /**
   * The parameters of the query, the form and the OAuth header together. `oauth_signature` may be
   * among them but is not signed.
   */
  readonly parameters: SignedParameters;
}

const hashes: Readonly<Record<string, string>> = { 'HMAC-SHA1': 'sha1', 'HMAC-SHA256': 'sha256' };

export const isSignatureMethod = (name: string): boolean => Object.hasOwn(hashes, name);

/**
 * Percent-encodes a text as RFC 3986 requires: all characters except letters, digits and `-._~`.
 */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Sorts parameters by name, and those with the same name by value. */
const byText = (one: readonly [string, string], other: readonly [string, string]): number =>
  Buffer.compare(Buffer.from(one[0]), Buffer.from(other[0])) ||
  Buffer.compare(Buffer.from(one[1]), Buffer.from(other[1]));

/** The text that is signed: method, URL and sorted parameters, each of them encoded. */
export const signatureBase = ({ method, url, parameters }: SignedRequest): string => {
  const pairs = Object.entries(parameters)
    .filter(([name]) => name !== 'oauth_signature')
    .flatMap(([name, value]) =>
      [value].flat().map((each): [string, string] => [encoded(name), encoded(each)]),
    )
    .sort(byText);
  const joined = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  return [method.toUpperCase(), encoded(url), encoded(joined)].join('&');
};

/** Computes the signature of a request. `method` is `HMAC-SHA256` or `HMAC-SHA1`. */
export const signatureOf = (request: SignedRequest, method: string, secret: string): Buffer =>
  createHmac(hashes[method] ?? 'sha256', `${encoded(secret)}&`)
    .update(signatureBase(request))
    .digest();

/**
 * The form in which a URL is signed: without its query, and without the port if that is the default
 * port.
 */
export const signedUrl = (address: string): string => {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
};
