import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A fault that the proxy injects into one call to the gateway. */
export type GatewayFault =
  | 'none'
  /** The gateway executes the request, but the connection is closed without an answer. */
  | 'reply-lost'
  /** The gateway executes the request, but the proxy answers with status 500. */
  | '500-after-effect'
  /** The gateway executes the request, but no answer comes and the connection stays open. */
  | 'stall'
  /** The gateway executes the request, but the connection is reset half-way through the answer. */
  | 'reset'
  /** The connection is reset before the gateway receives the request. */
  | 'refused';

export interface SeenRequest {
  readonly method: string;
  /** The path with its query, such as `/v1/refunds?limit=10`. */
  readonly url: string;
  readonly body: string;
}

/**
 * A proxy between the ledger and its card gateway that injects faults. For each request, the
 * function `next` chooses the fault.
 */
export class GatewayProxy {
  readonly #server: Server;
  readonly #target: () => string;
  /** The number of requests so far, by injected fault. */
  readonly seen = new Map<GatewayFault, number>();
  /**
   * Called before a request is forwarded, and again before its answer is returned. The proxy waits
   * for the promise each time, so a test can delay either.
   */
  held: (request: string, place: 'request' | 'answer', seen: SeenRequest) => Promise<void> = () =>
    Promise.resolve();

  private constructor(
    target: () => string,
    private readonly next: (method: string, seen: SeenRequest) => GatewayFault,
  ) {
    this.#target = target;
    this.#server = createServer((incoming, outgoing) => {
      this.#pass(incoming, outgoing).catch(() => incoming.socket.destroy());
    });
  }

  static async open(
    target: () => string,
    next: (method: string, seen: SeenRequest) => GatewayFault,
  ): Promise<GatewayProxy> {
    const proxy = new GatewayProxy(target, next);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers: sent } = incoming;
    const seen: SeenRequest = { method, url, body: String(await bytesOf(incoming)) };
    const fault = this.next(method, seen);
    this.seen.set(fault, (this.seen.get(fault) ?? 0) + 1);
    if (fault === 'refused') {
      incoming.socket.resetAndDestroy();
      return;
    }
    const request = `${method} ${url}`;
    await this.held(request, 'request', seen);
    const { status, headers, body } = await this.#forward(seen, sent);
    await this.held(request, 'answer', seen);
    if (fault === 'stall') return;
    if (fault === 'reply-lost') incoming.socket.destroy();
    else if (fault === '500-after-effect') {
      const error = { type: 'api_error', message: 'Made by the proxy.' };
      outgoing.writeHead(500, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ error }));
    } else if (fault === 'reset') {
      outgoing.writeHead(status, headers);
      outgoing.write(body.subarray(0, body.length / 2), () => incoming.socket.resetAndDestroy());
    } else outgoing.writeHead(status, headers).end(body);
  }

  async #forward(
    { method, url, body: content }: SeenRequest,
    headers: IncomingMessage['headers'],
  ): Promise<{
    readonly status: number;
    readonly headers: NodeJS.Dict<string | string[]>;
    readonly body: Buffer;
  }> {
    const sent = httpRequest(new URL(url, this.#target()), { method, headers, agent: false });
    sent.end(content);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const passed = { ...answer.headers, connection: 'keep-alive' };
    return { status: answer.statusCode ?? 502, headers: passed, body: await bytesOf(answer) };
  }
}

const bytesOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
