import type { Form } from './read-form.js';
import { invalidClient, invalidRequest, unsupportedGrantType } from './token-error.js';

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

/** Credentials of HTTP Basic authentication; both parts are form-encoded before (RFC 6749 2.3.1). */
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
 * The client credentials of a token request, from the form or from HTTP Basic authentication, never from both.
 *
 * @throws RefusedRequest 400 or 401
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
