import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Caller, KeyNonces, type KnownKey } from '#access';
import type {
  Authentication,
  AuthenticationServices,
} from '../../../contract-kit/authentication.js';
import { type ErrorAnswer, HttpError } from '../../../contract-kit/http-error.js';
import { isSignatureMethod, signatureOf, signedUrl } from './oauth-signature.js';
import { sentKey, signedParameters, type Texts } from './sent-credentials.js';

/** The contract's answer to a caller that may not, known or not. */
const forbidden = (status: 401 | 403): ErrorAnswer => ({
  status,
  code: 'rest_forbidden',
  detail: 'Sorry, you are not allowed to do that.',
});

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
const nonceCharactersMax = 256;

const digest = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest();

/** Compares in constant time, whatever the lengths are. */
const isSame = (one: string | Buffer, other: string | Buffer): boolean =>
  timingSafeEqual(digest(one), digest(other));

const missing = (names: readonly string[]): HttpError =>
  refusal(
    `Missing OAuth parameter${names.length === 1 ? '' : 's'} ${names.join(', ')}`,
    'woocommerce_rest_authentication_missing_parameter',
  );

const reads = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** A key may do what its permission says. @throws HttpError 401 */
const permitted = ({ caller, details }: KnownKey, method: string): Caller => {
  const { permission } = details;
  const [needed, verb] = reads(method) ? ['read', 'read'] : ['write', 'write'];
  if (permission === 'read_write' || permission === needed) return caller;
  throw refusal(`The API key provided does not have ${verb} permissions.`);
};

/** Consumer keys of WooCommerce: Basic and query keys over https, OAuth 1.0a over http. */
class WooAuthentication {
  readonly #nonces: KeyNonces;

  constructor(private readonly services: AuthenticationServices) {
    this.#nonces = new KeyNonces(services.pool);
  }

  async authenticate(request: FastifyRequest): Promise<Caller | undefined> {
    const { allowInsecureBasic } = this.services.credentialRules;
    const mayBePlain = request.protocol === 'https' || allowInsecureBasic === true;
    let wrong: HttpError | undefined;
    if (mayBePlain) {
      const found = await this.#byKey(request);
      if (found instanceof HttpError) wrong = found;
      else if (found !== undefined) return permitted(found, request.method);
    }
    const signed = await this.#bySignature(request);
    if (signed !== undefined) return permitted(signed, request.method);
    if (wrong !== undefined) throw wrong;
    return undefined;
  }

  /** An unknown key is no key; a wrong secret is answered unless there is a signature. */
  async #byKey(request: FastifyRequest): Promise<KnownKey | HttpError | undefined> {
    const sent = sentKey(request);
    if (sent === undefined) return undefined;
    const key = await this.#find(sent.consumerKey);
    if (key === undefined) return undefined;
    const isRight = isSame(sent.consumerSecret, key.secret ?? '');
    return isRight && key.secret !== undefined ? key : refusal('Consumer secret is invalid.');
  }

  async #bySignature(request: FastifyRequest): Promise<KnownKey | undefined> {
    const parameters = await signedParameters(request);
    const absent = oauthNames.filter((name) => (parameters[name] ?? '') === '');
    if (absent.length === oauthNames.length) return undefined;
    if (absent.length > 0) throw missing(absent);
    const key = await this.#find(parameters['oauth_consumer_key'] ?? '');
    if (key === undefined) throw refusal('Consumer key is invalid.');
    this.#assertSignature(request, parameters, key);
    await this.#useNonce(parameters, key);
    return key;
  }

  #assertSignature(request: FastifyRequest, parameters: Texts, { secret }: KnownKey): void {
    const { oauth_signature: signature = '', oauth_signature_method: method = '' } = parameters;
    if (!isSignatureMethod(method))
      throw refusal('Invalid signature - signature method is invalid.');
    const signed = { method: request.method, url: this.#urlOf(request), parameters };
    const expected = signatureOf(signed, method, secret ?? '').toString('base64');
    // A space is a plus sign that a caller did not encode.
    if (secret === undefined || !isSame(expected, signature.replaceAll(' ', '+')))
      throw refusal('Invalid signature - provided signature does not match.');
  }

  #urlOf({ originalUrl, protocol, host }: FastifyRequest): string {
    const { publicUrl } = this.services.credentialRules;
    const [path = '/'] = originalUrl.split('?', 1);
    const base = publicUrl === undefined ? `${protocol}://${host}` : publicUrl.replace(/\/$/, '');
    try {
      return signedUrl(`${base}${path}`);
    } catch {
      // A `Host` that is none has no signature.
      return '';
    }
  }

  async #useNonce(parameters: Texts, { keyId }: KnownKey): Promise<void> {
    const { oauth_timestamp: timestamp = '', oauth_nonce: nonce = '' } = parameters;
    const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
    const isNear = Math.abs(Date.now() / 1000 - seconds) <= toleranceSeconds;
    if (!isNear) throw refusal('Invalid timestamp.');
    const expiresAt = new Date((seconds + toleranceSeconds + 1) * 1000);
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
    comesBefore: 'route',
    authenticate: async (request) => woo.authenticate(request),
    unauthorized: () => forbidden(401),
    forbidden: () => forbidden(403),
  };
};
