import type Stripe from 'stripe';
import { Readable } from 'node:stream';
import { Agent, type Dispatcher, errors } from 'undici';

export interface ClientOptions extends HttpLimits {
  /** The address of the gateway; https://api.stripe.com by default. */
  readonly apiBase?: string | undefined;
  readonly secretKey: string;
}

const stripeBase = 'https://api.stripe.com';

/** Makes Stripe's official client, set up to repeat no request by itself. */
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

/** The interface through which Stripe's client sends its requests. */
type HttpClient = InstanceType<typeof Stripe.HttpClient>;
type Request = Parameters<HttpClient['makeRequest']>;
type Response = Awaited<ReturnType<HttpClient['makeRequest']>>;
/** The class that makes the errors which Stripe's client understands. */
type Errors = typeof Stripe.HttpClient;

export interface HttpLimits {
  /**
   * Longest time in milliseconds for connecting, and also for a request from its beginning to the
   * end of its answer.
   */
  readonly timeoutMs: number;
  readonly connectionsMax: number;
}

const answerBytesMax = 4 * 1024 * 1024;
/**
 * Stripe's client repeats a request that fails with one of these codes, and has no option to
 * prevent it.
 */
const repeatedCodes: readonly unknown[] = ['ECONNRESET', 'EPIPE'];

/**
 * Sends the requests of the gateway's client over undici: a call takes a third less CPU time than
 * over node:http (docs/decisions/0039, "Libraries").
 */
export class GatewayHttpClient implements HttpClient {
  readonly #errors: Errors;
  readonly #agent: Agent;
  readonly #timeoutMs: number;

  constructor(errorsOfClient: Errors, { timeoutMs, connectionsMax }: HttpLimits) {
    this.#errors = errorsOfClient;
    this.#timeoutMs = timeoutMs;
    this.#agent = new Agent({
      connections: connectionsMax,
      pipelining: 1,
      // 0 means no limit: `Exchange` limits the time of the whole request.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: answerBytesMax,
      connect: { timeout: timeoutMs },
    });
  }

  getClientName(): string {
    return 'undici';
  }

  async makeRequest(...request: Request): Promise<Response> {
    const [host, port, path, method, headers, body, protocol] = request;
    const name = host.includes(':') ? `[${host}]` : host;
    const exchange = new Exchange(this.#timeoutMs);
    try {
      this.#agent.dispatch(
        {
          origin: `${protocol}://${name}:${port}`,
          path,
          method,
          headers: headers as Record<string, string>,
          body: body === '' ? null : body,
        },
        exchange,
      );
      return this.#responseOf(await exchange.answer);
    } catch (error) {
      exchange.end();
      throw this.#understood(error);
    }
  }

  #responseOf({ statusCode, headers, body }: HttpAnswer): Response {
    return {
      getStatusCode: () => statusCode,
      getHeaders: () => headers as ReturnType<Response['getHeaders']>,
      // Stripe's client passes this value on as `lastResponse`.
      getRawResponse: () => ({ statusCode, headers }),
      toStream: () => Readable.from([this.#textOf(body)]),
      toJSON: async () => Promise.resolve(JSON.parse(this.#textOf(body)) as unknown),
    };
  }

  #textOf(body: HttpAnswer['body']): string {
    if (body instanceof Error) throw this.#errors.makeResponseBodyError(this.#understood(body));
    return utf8.decode(body);
  }

  /**
   * Converts an error to one that Stripe's client understands. An error for which the client would
   * repeat the request loses its code. Otherwise the client would wait half a second and send the
   * request again, even after the process was suspended. `GatewayCalls` repeats requests by its own
   * rules.
   */
  #understood(error: unknown): unknown {
    const { code } = error as NodeJS.ErrnoException;
    if (code?.endsWith('_TIMEOUT') === true) return this.#errors.makeTimeoutError();
    if (!repeatedCodes.includes(code)) return error;
    return new Error('The connection was closed.', { cause: error });
  }
}

const utf8 = new TextDecoder();

interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: object;
  /** The body, or an error if the connection failed before the whole body had arrived. */
  readonly body: Buffer | Error;
}

/**
 * A request and its answer, which is collected in memory. After the timeout the request is aborted.
 * If it still waits for a connection, it is not sent. If it was sent, its connection is freed and
 * its outcome is unknown. A stream and an abort signal for each call would take more CPU time than
 * the call itself, so neither is used.
 */
class Exchange implements Dispatcher.DispatchHandler {
  /** Resolves to the answer; rejects if the request failed before its answer began. */
  readonly answer: Promise<HttpAnswer>;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #resolve!: (answer: HttpAnswer) => void;
  #reject!: (error: Error) => void;
  #begun: Omit<HttpAnswer, 'body'> | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #brokenOff: Error | undefined;

  constructor(timeoutMs: number) {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#timer = setTimeout(() => {
      this.#breakOff(new errors.BodyTimeoutError(`No whole answer within ${timeoutMs} ms.`));
    }, timeoutMs);
  }

  /** Stops the timer, because the request is answered or failed. */
  end(): void {
    clearTimeout(this.#timer);
  }

  /** Called by undici when a connection is free and the request is about to be sent. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#brokenOff === undefined) this.#controller = controller;
    else controller.abort(this.#brokenOff);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: object,
  ): void {
    // A status below 200 is provisional: the answer itself follows.
    if (statusCode >= 200) this.#begun = { statusCode, headers };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first, second] = this.#chunks;
    const isWhole = first !== undefined && second === undefined;
    this.#settle(isWhole ? first : Buffer.concat(this.#chunks));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle(error);
  }

  #breakOff(error: Error): void {
    this.#brokenOff = error;
    this.#controller?.abort(error);
    this.#settle(error);
  }

  #settle(body: Buffer | Error): void {
    this.end();
    if (this.#begun !== undefined) this.#resolve({ ...this.#begun, body });
    else this.#reject(body instanceof Error ? body : new Error('An answer without a beginning.'));
  }
}
