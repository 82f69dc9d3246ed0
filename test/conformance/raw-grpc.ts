import { once } from 'node:events';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';

/** The outcome of a call: the HTTP status, the gRPC status if there is one, or a reset. */
export interface RawOutcome {
  readonly http: number | undefined;
  readonly grpc: number | undefined;
  /** The decoded message of the gRPC status. */
  readonly text: string | undefined;
}

/** One gRPC message as it is on the wire. */
export const framed = (message: Buffer, flag = 0): Buffer => {
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};

const textIn = (headers: IncomingHttpHeaders): string | undefined => {
  const text = headers['grpc-message'];
  return typeof text === 'string' ? decodeURI(text) : undefined;
};

const statusIn = (headers: IncomingHttpHeaders | undefined): number | undefined =>
  headers?.['grpc-status'] === undefined ? undefined : Number(headers['grpc-status']);

/** HTTP/2 without a gRPC library, to send requests that no client sends. */
export class RawGrpc {
  readonly #session: ClientHttp2Session;

  constructor(port: number) {
    this.#session = connect(`http://127.0.0.1:${port}`);
    this.#session.on('error', () => undefined);
  }

  /** Sends bytes and half-closes; resolves when the stream is over. */
  async call(path: string, body: Buffer, headers: IncomingHttpHeaders = {}): Promise<RawOutcome> {
    const stream = this.#session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc+proto',
      te: 'trailers',
      ...headers,
    });
    let http: number | undefined;
    let grpc: number | undefined;
    let text: string | undefined;
    stream.on('response', (received) => {
      http = received[':status'];
      grpc = statusIn(received);
      text = textIn(received);
    });
    stream.on('trailers', (received: IncomingHttpHeaders) => {
      grpc = statusIn(received);
      text = textIn(received);
    });
    stream.on('error', () => undefined);
    stream.on('data', () => undefined);
    stream.end(body);
    await once(stream, 'close');
    return { http, grpc, text };
  }

  close(): void {
    this.#session.destroy();
  }
}
