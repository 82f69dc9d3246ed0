import type Stripe from 'stripe';
import { GatewayHttpClient, type HttpLimits } from './http-client.js';

export interface ClientOptions extends HttpLimits {
  /** The gateway's address; api.stripe.com unless it says otherwise. */
  readonly apiBase?: string | undefined;
  readonly secretKey: string;
}

const stripeBase = 'https://api.stripe.com';

/** The gateway's official client. It repeats nothing by itself. */
export const makeClient = async (options: ClientOptions): Promise<Stripe> => {
  const { apiBase = stripeBase, secretKey, timeoutMs } = options;
  const { default: StripeClient } = await import('stripe');
  const { protocol, hostname, port } = new URL(apiBase);
  const isSecure = protocol === 'https:';
  return new StripeClient(secretKey, {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port || (isSecure ? '443' : '80'),
    protocol: isSecure ? 'https' : 'http',
    httpClient: new GatewayHttpClient(StripeClient.HttpClient, options),
    timeout: timeoutMs,
    maxNetworkRetries: 0,
    telemetry: false,
  });
};
