import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import type Stripe from 'stripe';

export interface ClientOptions {
  /** The gateway's address; api.stripe.com unless it says otherwise. */
  readonly apiBase?: string | undefined;
  readonly secretKey: string;
  readonly timeoutMs: number;
  readonly connectionsMax: number;
}

const stripeBase = 'https://api.stripe.com';

type HttpClient = ReturnType<typeof Stripe.createNodeHttpClient>;

/** Ends an answer that does not end by itself: the client's own time-out is one of silence. */
const boundAnswers = (client: HttpClient, timeoutMs: number): void => {
  const send = client.makeRequest.bind(client);
  client.makeRequest = async (...request) => {
    const response = await send(...request);
    const raw = response.getRawResponse() as Readable;
    const timer = setTimeout(() => raw.destroy(new Error('The answer did not end.')), timeoutMs);
    raw.once('close', () => {
      clearTimeout(timer);
    });
    return response;
  };
};

/**
 * The gateway's official client. It repeats nothing by itself but a request whose connection was
 * closed, once and under the same key.
 */
export const makeClient = async (options: ClientOptions): Promise<Stripe> => {
  const { apiBase = stripeBase, secretKey, timeoutMs, connectionsMax } = options;
  const { default: StripeClient } = await import('stripe');
  const { protocol, hostname, port } = new URL(apiBase);
  const isSecure = protocol === 'https:';
  const pool = { keepAlive: true, maxSockets: connectionsMax };
  const agent = isSecure ? new HttpsAgent(pool) : new HttpAgent(pool);
  const httpClient = StripeClient.createNodeHttpClient(agent);
  boundAnswers(httpClient, timeoutMs);
  return new StripeClient(secretKey, {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port || (isSecure ? '443' : '80'),
    protocol: isSecure ? 'https' : 'http',
    httpClient,
    timeout: timeoutMs,
    maxNetworkRetries: 0,
    telemetry: false,
  });
};
