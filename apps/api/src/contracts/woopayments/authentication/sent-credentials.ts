import type { FastifyRequest } from 'fastify';
import {
  formParametersOf,
  isForm,
  queryParametersOf,
} from '../../../contract-kit/body/parameters.js';
import type { JsonObject } from '../../../contract-kit/body/read-json.js';
import type { SignedParameters } from './oauth-signature.js';

export interface KeyAndSecret {
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const keyAndSecret = (consumerKey = '', consumerSecret = ''): KeyAndSecret | undefined =>
  consumerKey === '' || consumerSecret === '' ? undefined : { consumerKey, consumerSecret };

const textIn = (parameters: JsonObject, name: string): string | undefined => {
  const value = parameters[name];
  return typeof value === 'string' ? value : undefined;
};

const basicKey = (authorization = ''): KeyAndSecret | undefined => {
  const [, encoded = ''] = /^basic +([\w+/=-]+) *$/i.exec(authorization) ?? [];
  const [, key, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return keyAndSecret(key, secret);
};

/**
 * The consumer key and the secret, from the query if it has both, otherwise from the header
 * `Authorization: Basic`.
 */
export const sentKey = (request: FastifyRequest): KeyAndSecret | undefined => {
  const query = queryParametersOf(request);
  const inQuery = keyAndSecret(textIn(query, 'consumer_key'), textIn(query, 'consumer_secret'));
  return inQuery ?? basicKey(request.headers.authorization);
};

const headerCharactersMax = 8_192;
const headerPair = /^([^=\s]+)="?([^"]*)"?$/;

/** The parameters in the header `Authorization: OAuth`. A header longer than 8 kB is ignored. */
const headerParameters = (authorization = ''): Record<string, string> => {
  if (!/^oauth /i.test(authorization) || authorization.length > headerCharactersMax) return {};
  const parts = authorization.slice('oauth '.length).split(',');
  const pairs = parts.flatMap((part): [string, string][] => {
    const [, name, value] = headerPair.exec(part.trim()) ?? [];
    return name === undefined || name === 'realm' ? [] : [[decoded(name), decoded(value ?? '')]];
  });
  return Object.fromEntries(pairs);
};

const hasBody = ({ headers }: FastifyRequest): boolean =>
  Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;

/**
 * True if the request has a form that the API did not read, which happens for an unknown address.
 * An OAuth signature covers the form, so without the form the signature cannot be checked.
 */
export const isUnreadForm = (request: FastifyRequest): boolean =>
  isForm(request) && hasBody(request) && request.body === undefined;

/**
 * All parameters that a signature covers: those of the query, the form and the OAuth header. If a
 * name occurs in more than one of these, the header's value is used.
 */
export const signedParameters = async (request: FastifyRequest): Promise<SignedParameters> => ({
  // The casts are safe, because queries and forms contain only strings and lists of strings.
  ...(queryParametersOf(request) as SignedParameters),
  ...((await formParametersOf(request)) as SignedParameters),
  ...headerParameters(request.headers.authorization),
});
