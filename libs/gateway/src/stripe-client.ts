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

/** The client repeats a request that fails with one of these codes, whatever it is told. */
const repeatedCodes: readonly unknown[] = ['ECONNRESET', 'EPIPE'];

/**
 * An error without its code if the client would repeat the request because of it. The rules of
 * repeating are those of `GatewayCalls`; the client would wait for half a second, and would send
 * the request after a stop of any length.
 */
const unrepeated = (error: unknown): unknown =>
  repeatedCodes.includes((error as NodeJS.ErrnoException).code)
    ? new Error('The connection was closed.', { cause: error })
    : error;

/** Ends an answer that does not end by itself: the client's own time-out is one of silence. */
const boundAnswers = (client: HttpClient, timeoutMs: number): void => {
  const send = client.makeRequest.bind(client);
  client.makeRequest = async (...request) => {
    const response = await send(...request).catch((error: unknown) => {
      throw unrepeated(error);
    });
    const raw = response.getRawResponse() as Readable;
    const timer = setTimeout(() => raw.destroy(new Error('The answer did not end.')), timeoutMs);
    raw.once('close', () => {
      clearTimeout(timer);
    });
    return response;
  };
};

/** The gateway's official client. It repeats nothing by itself. */
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
