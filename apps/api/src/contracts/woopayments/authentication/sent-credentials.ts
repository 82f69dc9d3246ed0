import type { FastifyRequest } from 'fastify';
import { formParametersOf, queryParametersOf } from '../../../contract-kit/body/parameters.js';

/** Parameters as texts, as forms and queries have them. */
export type Texts = Readonly<Record<string, string>>;

export interface KeyAndSecret {
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

const textsOf = (parameters: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => {
      const [, value] = entry;
      return typeof value === 'string';
    }),
  );

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** A key and secret of the query, or else of `Authorization: Basic`. */
export const sentKey = (request: FastifyRequest): KeyAndSecret | undefined => {
  const query = textsOf(queryParametersOf(request));
  const { consumer_key: consumerKey = '', consumer_secret: consumerSecret = '' } = query;
  if (consumerKey !== '' && consumerSecret !== '') return { consumerKey, consumerSecret };
  const [, encoded] = /^basic +([\w+/=-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon <= 0) return undefined;
  return { consumerKey: text.slice(0, colon), consumerSecret: text.slice(colon + 1) };
};

const headerCharactersMax = 8_192;
const headerPair = /([\w%.~-]+)="([^"]*)"/g;

/** The parameters of `Authorization: OAuth`; those of a header that is too long are none. */
const headerParameters = (authorization = ''): Record<string, string> => {
  if (!/^oauth /i.test(authorization) || authorization.length > headerCharactersMax) return {};
  const pairs = [...authorization.matchAll(headerPair)].map(([, name = '', value = '']) => [
    decoded(name),
    decoded(value),
  ]);
  const entries = pairs.filter(([name]) => name !== 'realm');
  return Object.fromEntries(entries) as Record<string, string>;
};

/** All parameters that a signature covers: those of the query, a form and the OAuth header. */
export const signedParameters = async (request: FastifyRequest): Promise<Texts> => ({
  ...textsOf(queryParametersOf(request)),
  ...textsOf(await formParametersOf(request)),
  ...headerParameters(request.headers.authorization),
});
