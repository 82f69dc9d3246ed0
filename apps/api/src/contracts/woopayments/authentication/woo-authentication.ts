import type { FastifyRequest } from 'fastify';
import { type Caller, KeyNonces, type KnownKey } from '#access';
import { isSameSecret } from '#runtime';
import type {
  Authentication,
  AuthenticationServices,
} from '../../../contract-kit/authentication.js';
import { type ErrorAnswer, HttpError } from '../../../contract-kit/http-error.js';
import { isForm } from '../../../contract-kit/body/parameters.js';
import {
  isSignatureMethod,
  signatureOf,
  type SignedParameters,
  signedUrl,
} from './oauth-signature.js';
import { isUnreadForm, sentKey, signedParameters } from './sent-credentials.js';

/** The answer to a caller whose credentials are unknown (401) or who lacks the right (403). */
const forbidden = (status: 401 | 403): ErrorAnswer => ({
  status,
  code: 'rest_forbidden',
  detail: 'Sorry, you are not allowed to do that.',
});

/**
 * A 401 without the `WWW-Authenticate` header. `challenged` adds the header later, because it names
 * Basic authentication only if the request came over https.
 */
const refusal = (detail: string, code = 'woocommerce_rest_authentication_error'): HttpError =>
  new HttpError({ status: 401, code, detail });

const oauthNames = [
  'oauth_consumer_key',
  'oauth_timestamp',
  'oauth_nonce',
  'oauth_signature',
  'oauth_signature_method',
] as const;

const kind = 'woocommerce';
const keyPattern = /^ck_[0-9a-f]{40}$/;
const toleranceSeconds = 15 * 60;
/** The clocks of the replicas and of PostgreSQL, which forgets the nonces, may differ by this. */
const clockSkewSeconds = 60;
const nonceCharactersMax = 256;

const missing = (names: readonly string[]): HttpError =>
  refusal(
    `Missing OAuth parameter${names.length === 1 ? '' : 's'} ${names.join(', ')}`,
    'woocommerce_rest_authentication_missing_parameter',
  );

const reads = (method: string): boolean => method === 'GET' || method === 'HEAD';

/**
 * Returns the caller if the key's permission (read or write) allows the HTTP method.
 *
 * @throws HttpError 401
 */
const permitted = ({ caller, details }: KnownKey, method: string): Caller => {
  const { permission } = details;
  const needed = reads(method) ? 'read' : 'write';
  if (permission === 'read_write' || permission === needed || method === 'OPTIONS') return caller;
  throw refusal(`The API key provided does not have ${needed} permissions.`);
};

const textOf = (parameters: SignedParameters, name: string): string => {
  const value = parameters[name];
  return typeof value === 'string' ? value : '';
};

/**
 * The Base64 signature in its original form. Some callers do not encode its `+`, which then arrives
 * as a space. Others encode the signature twice.
 */
const sentSignature = (parameters: SignedParameters): string => {
  const text = textOf(parameters, 'oauth_signature').replaceAll(' ', '+');
  return text.replaceAll(/%(2B|2F|3D)/gi, (each) => decodeURIComponent(each));
};

/**
 * Authenticates a caller by a consumer key of WooCommerce. Over https the caller sends key and
 * secret, in a Basic header or in the query. Over http the secret must not be sent, so the caller
 * signs the request (OAuth 1.0a).
 */
class WooAuthentication {
  readonly #nonces: KeyNonces;

  constructor(private readonly services: AuthenticationServices) {
    this.#nonces = new KeyNonces(services.pool);
  }

  async authenticate(request: FastifyRequest): Promise<Caller | undefined> {
    let wrong: HttpError | undefined;
    if (this.#takesPlainKeys(request)) {
      const found = await this.#byKey(request);
      if (found instanceof HttpError) wrong = found;
      else if (found !== undefined) return permitted(found, request.method);
    }
    const signed = await this.#bySignature(request);
    if (signed !== undefined) return permitted(signed, request.method);
    if (wrong !== undefined) throw wrong;
    return undefined;
  }

  /**
   * Adds the header `WWW-Authenticate` to a 401 answer. The header offers OAuth, and over https
   * also Basic.
   */
  challenged(answer: ErrorAnswer, request: FastifyRequest): ErrorAnswer {
    if (answer.status !== 401) return answer;
    const basic = this.#takesPlainKeys(request) ? ', Basic realm="ledger"' : '';
    return { ...answer, headers: { 'WWW-Authenticate': `OAuth realm="ledger"${basic}` } };
  }

  #takesPlainKeys({ protocol }: FastifyRequest): boolean {
    return protocol === 'https' || this.services.credentialRules.allowInsecureBasic === true;
  }

  /**
   * Finds the key of a caller that sends key and secret; undefined if the key is unknown. The error
   * for a wrong secret is returned and not thrown, because the request may also have a valid OAuth
   * signature.
   */
  async #byKey(request: FastifyRequest): Promise<KnownKey | HttpError | undefined> {
    const sent = sentKey(request);
    if (sent === undefined) return undefined;
    const key = await this.#find(sent.consumerKey);
    if (key === undefined) return undefined;
    const isRight = isSameSecret(sent.consumerSecret, key.secret ?? '');
    return isRight && key.secret !== undefined ? key : refusal('Consumer secret is invalid.');
  }

  async #bySignature(request: FastifyRequest): Promise<KnownKey | undefined> {
    if (isUnreadForm(request)) return undefined;
    const parameters = await signedParameters(request);
    const absent = oauthNames.filter((name) => textOf(parameters, name) === '');
    if (absent.length === oauthNames.length) return undefined;
    if (absent.length > 0) throw missing(absent);
    const key = await this.#find(textOf(parameters, 'oauth_consumer_key'));
    if (key === undefined) throw refusal('Consumer key is invalid.');
    this.#assertSignature(request, parameters, key);
    await this.#useNonce(parameters, key);
    return key;
  }

  #assertSignature(
    request: FastifyRequest,
    parameters: SignedParameters,
    { secret }: KnownKey,
  ): void {
    const method = textOf(parameters, 'oauth_signature_method');
    if (!isSignatureMethod(method))
      throw refusal('Invalid signature - signature method is invalid.');
    const signed = { method: request.method, url: this.#urlOf(request), parameters };
    const expected = signatureOf(signed, method, secret ?? '').toString('base64');
    if (secret === undefined || !isSameSecret(expected, sentSignature(parameters)))
      throw refusal('Invalid signature - provided signature does not match.');
  }

  #urlOf({ originalUrl, protocol, host }: FastifyRequest): string {
    const { publicUrl } = this.services.credentialRules;
    const [path = '/'] = originalUrl.split('?', 1);
    const base = publicUrl === undefined ? `${protocol}://${host}` : publicUrl.replace(/\/$/, '');
    try {
      return signedUrl(`${base}${path}`);
    } catch {
      // The `Host` header is malformed. No signature fits an empty URL, so the request is refused.
      return '';
    }
  }

  async #useNonce(parameters: SignedParameters, { keyId }: KnownKey): Promise<void> {
    const timestamp = textOf(parameters, 'oauth_timestamp');
    const nonce = textOf(parameters, 'oauth_nonce');
    const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
    // WordPress counts whole seconds. Without the rounding, a timestamp of exactly 15 minutes ago
    // would be too old.
    const now = Math.floor(Date.now() / 1000);
    const isNear = Math.abs(now - seconds) <= toleranceSeconds;
    if (!isNear) throw refusal('Invalid timestamp.');
    // A nonce must be remembered until its timestamp is too old to be accepted. Otherwise the
    // request could be replayed after the nonce was forgotten.
    const expiresAt = new Date(
      (Math.max(seconds, now) + toleranceSeconds + clockSkewSeconds) * 1000,
    );
    const isShort = nonce.length <= nonceCharactersMax;
    if (!isShort || !(await this.#nonces.use(keyId, nonce, expiresAt)))
      throw refusal('Invalid nonce - nonce has already been used.');
  }

  async #find(consumerKey: string): Promise<KnownKey | undefined> {
    if (!keyPattern.test(consumerKey)) return undefined;
    return this.services.keyAuthenticator.byToken(kind, consumerKey);
  }
}

export const wooAuthentication = (services: AuthenticationServices): Authentication => {
  const woo = new WooAuthentication(services);
  return {
    needs: 'body',
    headSuffices: (request) => !isForm(request),
    comesBefore: 'route',
    authenticate: async (request) => {
      try {
        return await woo.authenticate(request);
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        throw new HttpError(woo.challenged(error.answer, request));
      }
    },
    unauthorized: (request) => woo.challenged(forbidden(401), request),
    forbidden: () => forbidden(403),
  };
};
