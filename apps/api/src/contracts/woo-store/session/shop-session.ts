import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpError } from '../../../contract-kit/http-error.js';
import { customerOf, newVisitor, readCartToken, signCartToken } from './cart-token.js';
import { isNonce, makeNonce } from './nonce.js';
import type { StoreKeys } from './store-keys.js';

const missingNonce = (): HttpError =>
  new HttpError({
    status: 401,
    code: 'woocommerce_rest_missing_nonce',
    detail: 'Missing the Nonce header. This endpoint requires a valid nonce.',
  });

const invalidNonce = (): HttpError =>
  new HttpError({
    status: 403,
    code: 'woocommerce_rest_invalid_nonce',
    detail: 'Nonce is invalid.',
  });

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const nowInSeconds = (): number => Math.floor(Date.now() / 1_000);

/**
 * Turns a customer's reference into a number of 31 bits, because WooCommerce identifies customers
 * by numbers. The same reference always gives the same number.
 */
const hashOf = (text: string): number => {
  let hash = 0;
  for (const character of text)
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 2_147_483_647;
  return hash + 1;
};

/** The number of a customer in answers. A visitor who is not logged in has the number 0. */
export const customerNumber = (reference: string | undefined): number => {
  if (reference === undefined) return 0;
  return /^[1-9]\d{0,14}$/.test(reference) ? Number(reference) : hashOf(reference);
};

/**
 * The session of a visitor or a customer of the shop, known from the cart token and the nonce of
 * the request.
 */
export class ShopSession {
  /** The reference of the customer who is logged in at the shop; undefined for a visitor. */
  readonly customer: string | undefined;

  private constructor(
    private readonly keys: StoreKeys,
    /** The user id in the cart token, if the token is valid. */
    private readonly userId: string | undefined,
    private readonly nonce: string | undefined,
  ) {
    this.customer = userId === undefined ? undefined : customerOf(userId);
  }

  /**
   * Reads the session of a request. An invalid cart token is ignored, because the Store API of
   * WooCommerce ignores it too.
   */
  static async of(request: FastifyRequest, keys: StoreKeys): Promise<ShopSession> {
    const token = headerOf(request, 'cart-token');
    const nonce = headerOf(request, 'nonce') ?? headerOf(request, 'x-wc-store-api-nonce');
    const userId = await readCartToken(keys.cartTokens, token, nowInSeconds());
    return new ShopSession(keys, userId, nonce);
  }

  /**
   * Adds a new nonce and a new cart token to the answer. The next request of the front end must
   * have them.
   */
  async renew(reply: FastifyReply): Promise<void> {
    const at = nowInSeconds();
    const [nonces, tokens] = [this.keys.nonces[0], this.keys.cartTokens[0]];
    if (nonces === undefined || tokens === undefined) throw new TypeError('A store needs keys');
    const userId = this.userId ?? newVisitor();
    reply.headers({
      Nonce: makeNonce(nonces, this.customer ?? '', at),
      'Nonce-Timestamp': String(at),
      'User-ID': String(customerNumber(this.customer)),
      'Cart-Token': await signCartToken(tokens, { userId, at }),
    });
  }

  /**
   * Protects against cross-site request forgery: without a valid cart token a request needs a valid
   * nonce, which another website cannot know.
   *
   * @throws HttpError 401, 403
   */
  assertOwnRequest(): void {
    if (this.userId !== undefined) return;
    if (this.nonce === undefined) throw missingNonce();
    const asked = { nonce: this.nonce, session: '', at: nowInSeconds() };
    if (!isNonce(this.keys.nonces, asked)) throw invalidNonce();
  }
}
