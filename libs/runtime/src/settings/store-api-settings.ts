import {
  matching,
  oneOf,
  optional,
  originList,
  shopHosts,
  wholeNumber,
  withDefault,
  wordsOf,
} from './setting.js';

/** The payment methods of the Woo Store API (docs/contracts/woo-store.md). */
export const storeApiMethodNames = ['woocommerce_payments', 'bacs', 'cheque', 'cod'] as const;

/**
 * Settings of the Woo Store API, through which shop front ends pay orders
 * (docs/contracts/woo-store.md).
 */
export const storeApi = {
  storeApiStore: optional(
    {
      variable: 'STORE_API_STORE',
      fallback: 'the store of `BOOTSTRAP_STORES`, if that is one',
      meaning: 'The store whose orders the [Store API](contracts/woo-store.md) shows and pays',
      allowed: '1 to 64 of A-Z a-z 0-9 . _ -',
    },
    matching(/^[A-Za-z0-9._-]{1,64}$/),
  ),
  storeApiHosts: withDefault(
    {
      variable: 'STORE_API_HOSTS',
      fallback: 'none',
      meaning:
        'The stores for particular hosts of the Store API; they take precedence over `STORE_API_STORE`',
      allowed: '`host=store` or `host:port=store`, comma separated, at most 100',
    },
    shopHosts,
  ),
  storeApiOrigins: withDefault(
    {
      variable: 'STORE_API_ORIGINS',
      fallback: 'none',
      meaning: 'Origins of web pages that may call the Store API from a browser',
      allowed: '`https://shop.example`, comma separated, at most 100',
    },
    originList,
  ),
  storeApiPaymentMethods: withDefault(
    {
      variable: 'STORE_API_PAYMENT_METHODS',
      fallback: storeApiMethodNames.join(','),
      meaning: 'Payment methods of the Store API that are enabled',
      allowed: `some of ${storeApiMethodNames.join(', ')}, comma separated`,
    },
    wordsOf(storeApiMethodNames),
  ),
  storeApiCapture: withDefault(
    {
      variable: 'STORE_API_CAPTURE',
      fallback: 'manual',
      meaning:
        'Cards of the Store API: `manual` authorises and leaves the capture to the merchant, `automatic` captures at once; the worker needs it as well',
      allowed: 'manual or automatic',
    },
    oneOf('manual', 'automatic'),
  ),
  storeApiSalt: optional(
    {
      variable: 'STORE_API_SALT',
      fallback: 'derived from `LEDGER_SECRET_KEY` for each store',
      meaning:
        'The salt of the shop: cart tokens of `STORE_API_STORE` are signed with `@` followed by the salt, so that the shop can make cart tokens too',
      allowed: '8 to 256 visible ASCII characters',
      secret: true,
    },
    matching(/^[\x21-\x7e]{8,256}$/),
  ),
  storeApiRateLimit: withDefault(
    {
      variable: 'STORE_API_RATE_LIMIT',
      fallback: '0',
      meaning:
        'Number of checkouts allowed to one address within `STORE_API_RATE_LIMIT_SECONDS`, at each API process; `0` is no limit',
      allowed: 'a whole number from 0 to 1000000',
    },
    wholeNumber(0, 1_000_000),
  ),
  storeApiRateLimitSeconds: withDefault(
    {
      variable: 'STORE_API_RATE_LIMIT_SECONDS',
      fallback: '10',
      meaning: 'The period of `STORE_API_RATE_LIMIT`, in seconds',
      allowed: 'a whole number from 1 to 86400',
    },
    wholeNumber(1, 86_400),
  ),
};
