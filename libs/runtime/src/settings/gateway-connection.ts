import { InvalidSettings, type Settings } from './load-settings.js';

export interface GatewayConnection {
  /** The base URL of the gateway; api.stripe.com if absent. */
  readonly apiBase?: string;
  readonly secretKey: string;
}

/** The key for the gateway sandbox, which accepts any test key. */
const sandboxKey = 'sk_test_sandbox';

export const sandboxConnection = (apiBase: string): GatewayConnection => ({
  apiBase,
  secretKey: sandboxKey,
});

const loopback = /^(localhost|127\..+|\[::1\])$/;

/**
 * The connection to the card gateway, from the settings; `undefined` if no gateway is set. Throws
 * `InvalidSettings`.
 */
export const gatewayConnection = ({
  stripeApiBase,
  stripeSecretKey,
}: Settings): GatewayConnection | undefined => {
  if (stripeApiBase === undefined) {
    return stripeSecretKey === undefined ? undefined : { secretKey: stripeSecretKey };
  }
  const { protocol, hostname } = new URL(stripeApiBase);
  if (stripeSecretKey === undefined) {
    if (!hostname.endsWith('stripe.com')) return sandboxConnection(stripeApiBase);
    throw new InvalidSettings(['STRIPE_SECRET_KEY: found nothing, and Stripe needs one']);
  }
  const isLive = /^[sr]k_live_/.test(stripeSecretKey);
  if (isLive && protocol === 'http:' && !loopback.test(hostname)) {
    throw new InvalidSettings([
      'STRIPE_API_BASE: found an http:// URL of another machine; a live key is sent to https:// only',
    ]);
  }
  return { apiBase: stripeApiBase, secretKey: stripeSecretKey };
};

/**
 * Throws `InvalidSettings` in production, or if a live key is set, because the sandbox could then
 * be mistaken for the real gateway.
 */
export const refuseSandbox = ({ nodeEnv, stripeSecretKey }: Settings): void => {
  if (nodeEnv === 'production') {
    throw new InvalidSettings([
      'NODE_ENV: found "production", in which no gateway sandbox runs; ' +
        'set STRIPE_SECRET_KEY to use Stripe',
    ]);
  }
  if (stripeSecretKey !== undefined && /^[sr]k_live_/.test(stripeSecretKey)) {
    throw new InvalidSettings([
      'STRIPE_SECRET_KEY: found a live key, with which no gateway sandbox runs',
    ]);
  }
};
