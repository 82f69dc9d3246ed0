import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A fault that the proxy applies to a request to the gateway, or to its answer. */
export type GatewayFault =
  | 'none'
  /** The gateway executes the request; the connection ends without an answer. */
  | 'reply-lost'
  /** The gateway executes the request; the proxy answers 500. */
  | '500-after-effect'
  /** The gateway executes the request; the connection stays open without an answer. */
  | 'stall'
  /** The gateway executes the request; the connection is reset in the middle of the answer. */
  | 'reset'
  /** The proxy resets the connection; the gateway does not receive the request. */
  | 'refused';

/** A request that the proxy received. */
export interface SeenRequest {
  readonly method: string;
  /** The path and the query of the request. */
  readonly url: string;
  readonly body: string;
}

/**
 * A proxy between the ledger and its card gateway. The function `next` chooses the fault of each
 * request.
 */
export class GatewayProxy {
  readonly #server: Server;
  readonly #target: () => string;
  /** The number of requests for each fault. */
  readonly seen = new Map<GatewayFault, number>();
  /**
   * Called before a request is passed on, and again before its answer is passed back. The proxy
   * waits for the returned promise each time, so a test can hold requests and answers.
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
