import { once } from 'node:events';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';

/** The HTTP and gRPC status of a call. Both are undefined if the stream was reset. */
export interface RawOutcome {
  readonly http: number | undefined;
  readonly grpc: number | undefined;
  /** The message that belongs to the gRPC status, decoded. */
  readonly text: string | undefined;
}

/**
 * Returns a gRPC message in its frame: one byte for the compression flag, four for the length, then
 * the message.
 */
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

/** Sends bytes over HTTP/2 without a gRPC library, so that requests can be malformed. */
export class RawGrpc {
  readonly #session: ClientHttp2Session;

  constructor(port: number) {
    this.#session = connect(`http://127.0.0.1:${port}`);
    this.#session.on('error', () => undefined);
  }

  /** Sends the body and ends the request. Resolves when the HTTP/2 stream is closed. */
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
