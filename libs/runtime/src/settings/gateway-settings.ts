import { matching, optional, port, urlOf, wholeNumber, withDefault } from './setting.js';

/** Settings of the card gateway (docs/cards.md). */
export const gateway = {
  stripeApiBase: optional(
    {
      variable: 'STRIPE_API_BASE',
      fallback: 'the embedded sandbox under `up`; api.stripe.com with a secret key alone',
      meaning: 'Address of the [card gateway](cards.md)',
      allowed: 'an http:// or https:// URL',
    },
    urlOf('http:', 'https:'),
  ),
  stripeSecretKey: optional(
    {
      variable: 'STRIPE_SECRET_KEY',
      fallback: 'that of the sandbox with `STRIPE_API_BASE` alone; none with neither',
      meaning: 'Secret key at the card gateway; without a gateway card orders are refused',
      allowed: 'sk_test_, sk_live_, rk_test_ or rk_live_, and 1 to 250 of A-Z a-z 0-9 _',
      secret: true,
    },
    matching(/^[sr]k_(test|live)_[A-Za-z0-9_]{1,250}$/),
  ),
  gatewayWaitSeconds: withDefault(
    {
      variable: 'GATEWAY_WAIT_SECONDS',
      fallback: '10',
      meaning:
        'Time for which a capture or a refund through [Medusa](contracts/medusa.md) or [Akinon](contracts/akinon.md) waits for the outcome at the card gateway',
      allowed: 'a whole number from 1 to 60',
    },
    wholeNumber(1, 60),
  ),
  gatewaySandboxHost: withDefault(
    {
      variable: 'GATEWAY_SANDBOX_HOST',
      fallback: '127.0.0.1',
      meaning: 'Address on which the gateway sandbox listens',
      allowed: 'a host name or an IP address',
    },
    matching(/^[A-Za-z0-9.:_-]{1,253}$/),
  ),
  gatewaySandboxPort: optional(
    {
      variable: 'GATEWAY_SANDBOX_PORT',
      fallback:
        '12111 for `ledger sandbox` alone; under `up` that of the last start, or else a free one',
      meaning:
        'Port on which the gateway sandbox listens; `0` takes that of the last start, or else a free one',
      allowed: 'a whole number from 0 to 65535',
    },
    port,
  ),
};
