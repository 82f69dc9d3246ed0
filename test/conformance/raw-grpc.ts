import { once } from 'node:events';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';

/**
 * The HTTP and gRPC status of an answer. Both are undefined if the server reset the stream instead
 * of answering.
 */
export interface RawOutcome {
  readonly http: number | undefined;
  readonly grpc: number | undefined;
  /** The text that came with the gRPC status, such as the error message. */
  readonly text: string | undefined;
}

/**
 * Frames a gRPC message for the wire: one byte that says whether it is compressed, four bytes with
 * its length, then the message.
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

/** Sends raw bytes over HTTP/2. A gRPC library would refuse to send malformed requests. */
export class RawGrpc {
  readonly #session: ClientHttp2Session;

  constructor(port: number) {
    this.#session = connect(`http://127.0.0.1:${port}`);
    this.#session.on('error', () => undefined);
  }

  /** Sends a whole request, and resolves when the server has closed the HTTP/2 stream. */
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
