import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { codeMinutes } from '#access';
import { HttpError } from '../../contract-kit/http-error.js';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

const charactersMax = 256;

const required = (form: Form, name: string): string => {
  const value = form.get(name);
  if (value === undefined) throw invalidRequest(`The parameter ${name} is required.`);
  if (value.length > charactersMax) throw invalidRequest(`The parameter ${name} is too long.`);
  return value;
};

const formDecoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

/**
 * Reads the credentials of HTTP Basic authentication. OAuth clients form-encode the id and the
 * secret before they encode both in Base64 (RFC 6749 2.3.1).
 *
 * @throws HttpError 401
 */
const basicCredentials = (encoded: string): ClientCredentials => {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) throw invalidClient();
  try {
    return {
      clientId: formDecoded(text.slice(0, colon)),
      clientSecret: formDecoded(text.slice(colon + 1)),
    };
  } catch {
    throw invalidClient();
  }
};

/**
 * The grant type with which `ledger console` exchanges a one-time code for a token. RFC 6749 4.5
 * requires an absolute URI as the name of such an additional grant type.
 */
export const oneTimeCodeGrant = 'urn:capture-ledger:one-time-code';

/**
 * The one-time code of a token request; undefined if the request has another grant type.
 *
 * @throws HttpError 400
 */
export const oneTimeCodeIn = (form: Form): string | undefined =>
  form.get('grant_type') === oneTimeCodeGrant ? required(form, 'code') : undefined;

/**
 * The client credentials of a token request, from the form or from HTTP Basic authentication. RFC
 * 6749 2.3 forbids using both, so such a request is refused.
 *
 * @throws HttpError 400 or 401
 */
export const clientCredentials = (
  form: Form,
  authorization: string | undefined,
): ClientCredentials => {
  if (required(form, 'grant_type') !== 'client_credentials') throw unsupportedGrantType();
  const [, basic] = /^basic +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (basic === undefined) {
    return { clientId: required(form, 'client_id'), clientSecret: required(form, 'client_secret') };
  }
  const credentials = basicCredentials(basic);
  const otherId = (form.get('client_id') ?? credentials.clientId) !== credentials.clientId;
  if (otherId || form.has('client_secret')) {
    throw invalidRequest('Authenticate the client in one way only.');
  }
  return credentials;
};

/** 400: a parameter is missing, repeated or unreadable (RFC 6749 5.2). */
export const invalidRequest = (detail: string): HttpError =>
  new HttpError({ status: 400, code: 'invalid_request', detail });

/** 400: the ledger grants tokens for client credentials and one-time codes only. */
export const unsupportedGrantType = (): HttpError =>
  new HttpError({
    status: 400,
    code: 'unsupported_grant_type',
    detail: `The only grant_types are client_credentials and ${oneTimeCodeGrant}.`,
  });

/**
 * 400: the code is unknown, was used already, or is too old. The answer does not say which, so that
 * an attacker learns nothing from it.
 */
export const invalidCode = (): HttpError =>
  new HttpError({
    status: 400,
    code: 'invalid_grant',
    detail: `The code is not known, was used before, or is older than ${codeMinutes} minutes.`,
  });

/**
 * 401: the client is unknown or the secret is wrong. The answer does not say which, so that nobody
 * can find out the ids of clients.
 */
export const invalidClient = (): HttpError =>
  new HttpError({
    status: 401,
    code: 'invalid_client',
    detail: 'The client is not known or its secret is wrong.',
    headers: { 'WWW-Authenticate': 'Basic realm="ledger", charset="UTF-8"' },
  });

export type Form = ReadonlyMap<string, string>;

const fieldsMax = 50;
/**
 * The limit is one field above the allowed number, so that the parser reports a form with too many
 * fields.
 */
const limits = {
  fields: fieldsMax + 1,
  parts: fieldsMax + 1,
  fieldNameSize: 100,
  fieldSize: 4096,
  headerPairs: 20,
};

const unreadable = () =>
  invalidRequest('The body must be an application/x-www-form-urlencoded or multipart form.');

const parserOf = (contentType: string): BusboyInstance => {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits });
  } catch {
    throw unreadable();
  }
};

/** All text fields of a form, in their order. Empty fields are included. @throws HttpError 400 */
const fieldsOf = async (contentType: string, body: Buffer): Promise<[string, string][]> => {
  const parser = parserOf(contentType);
  const fields: [string, string][] = [];
  await new Promise<void>((resolve, reject) => {
    const refuse = (): void => {
      reject(unreadable());
    };
    parser.on('field', (name, value, nameCut, valueCut) => {
      fields.push([name, value]);
      if (nameCut || valueCut || fields.length > fieldsMax) refuse();
    });
    parser.on('error', refuse);
    parser.on('finish', resolve);
    parser.end(body);
  });
  return fields;
};

/**
 * The fields of a form by name. An empty field counts as absent, and a repeated field is refused
 * (RFC 6749 3.2).
 *
 * @throws HttpError 400 `invalid_request`
 */
export const readForm = async (contentType: string | undefined, body: unknown): Promise<Form> => {
  if (contentType === undefined || !Buffer.isBuffer(body)) throw unreadable();
  const form = new Map<string, string>();
  for (const [name, value] of await fieldsOf(contentType, body)) {
    if (form.has(name)) throw invalidRequest(`The parameter ${name} must not be repeated.`);
    form.set(name, value);
  }
  for (const [name, value] of form) if (value === '') form.delete(name);
  return form;
};
