import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, type TLSSocket } from 'node:tls';

/**
 * The first bytes of the preface with which every HTTP/2 connection begins. No HTTP/1 method begins
 * with these bytes.
 */
const http2PrefaceStart = Buffer.from('PRI');

/** The time limit for the first bytes, or the TLS handshake, of a connection. */
const firstBytesMsMax = 10_000;
const keepAliveMs = 30_000;

const socketOptions = { noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs };

interface SocketHandlers {
  http1(socket: Socket): void;
  http2(socket: Socket): void;
}

interface SharedPortOptions {
  readonly connectionsMax: number;
  /** The certificate and key; undefined for plaintext. */
  readonly tls: TlsContext | undefined;
}

/**
 * One port for gRPC (HTTP/2) and HTTP/1. In plaintext, the first bytes of a connection show which
 * of the two it speaks. Under TLS, the two sides agree on one of them in the handshake (ALPN).
 */
export class SharedPort {
  readonly #server: Server;
  readonly #users: SocketHandlers;
  readonly #sockets = new Set<Socket>();

  constructor(users: SocketHandlers, { connectionsMax, tls }: SharedPortOptions) {
    this.#users = users;
    this.#server = tls === undefined ? this.#plaintext() : this.#encrypted(tls);
    this.#server.maxConnections = connectionsMax;
  }

  /** Listens and returns the port; port 0 picks a free one. */
  async listen(host: string, port: number): Promise<number> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** The number of open connections. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Stops accepting new connections. */
  close(): void {
    this.#server.close();
  }

  /** Immediately closes the connections that are still open. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #plaintext(): Server {
    return createServer(socketOptions).on('connection', (socket) => {
      this.#watch(socket);
      this.#sniff(socket);
    });
  }

  /** A failed TLS handshake needs no handling here: Node.js closes the connection. */
  #encrypted(tls: TlsContext): Server {
    const server = createTlsServer({
      ...socketOptions,
      ...tls,
      ALPNProtocols: ['h2', 'http/1.1'],
      handshakeTimeout: firstBytesMsMax,
    });
    server.on('connection', (socket: Socket) => {
      this.#watch(socket);
    });
    server.on('secureConnection', (socket: TLSSocket) => {
      socket.on('error', () => undefined); // The event 'close' follows and is handled.
      if (socket.alpnProtocol === 'h2') this.#users.http2(socket);
      else this.#users.http1(socket);
    });
    return server;
  }

  #watch(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined); // The event 'close' follows and is handled.
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #sniff(socket: Socket): void {
    socket.setTimeout(firstBytesMsMax, () => socket.destroy());
    let start: Buffer = Buffer.alloc(0);
    const sniff = (): void => {
      const bytes: unknown = socket.read();
      if (!Buffer.isBuffer(bytes)) return;
      start = Buffer.concat([start, bytes]);
      if (start.length < http2PrefaceStart.length) return;
      socket.off('readable', sniff);
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.unshift(start);
      this.#hand(socket, start);
    };
    socket.on('readable', sniff);
  }

  #hand(socket: Socket, start: Buffer): void {
    const isHttp2 = start.subarray(0, http2PrefaceStart.length).equals(http2PrefaceStart);
    if (isHttp2) this.#users.http2(socket);
    else this.#users.http1(socket);
  }
}

/** PEM files with which a node listens on TLS instead of plaintext. */
export interface TlsFiles {
  /** The node's certificate, followed by those of its issuers up to the root. */
  readonly certFile: string;
  readonly keyFile: string;
}

/** The contents of the two PEM files. */
export interface TlsContext {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Thrown if the certificate or the key cannot be read, or if the two do not belong together. */
export class InvalidTlsFiles extends Error {
  override readonly name = 'InvalidTlsFiles';
}

/**
 * Reads and checks both files, so that a mistake is found at the start and not by the first caller.
 */
export const readTlsFiles = ({ certFile, keyFile }: TlsFiles): TlsContext => {
  try {
    const context = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
    createSecureContext(context);
    return context;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidTlsFiles(`No TLS with ${certFile} and ${keyFile}: ${reason}`);
  }
};
