import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** The first bytes of every HTTP/2 connection; no HTTP/1 method begins with them. */
const HTTP2_PREFACE_START = Buffer.from('PRI');

/** A connection that says nothing for so long is cut. */
const FIRST_BYTES_MS_MAX = 10_000;
const KEEP_ALIVE_MS = 30_000;

export interface PortUsers {
  http1(socket: Socket): void;
  http2(socket: Socket): void;
}

/** One port for gRPC and HTTP/1: told apart by the HTTP/2 preface (event-node.md, section 8). */
export class SharedPort {
  readonly #server: Server;
  readonly #users: PortUsers;
  readonly #sockets = new Set<Socket>();

  constructor(users: PortUsers, connectionsMax: number) {
    this.#users = users;
    this.#server = createServer({
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
    });
    this.#server.maxConnections = connectionsMax;
    this.#server.on('connection', (socket) => {
      this.#accept(socket);
    });
  }

  /** Listens; port 0 picks a free one. Answers the port. */
  async listen(host: string, port: number): Promise<number> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Takes no new connections. */
  close(): void {
    this.#server.close();
  }

  /** Cuts the connections that are left. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined); // 'close' follows.
    socket.on('close', () => this.#sockets.delete(socket));
    socket.setTimeout(FIRST_BYTES_MS_MAX, () => socket.destroy());
    let start: Buffer = Buffer.alloc(0);
    const sniff = (): void => {
      const bytes: unknown = socket.read();
      if (!Buffer.isBuffer(bytes)) return;
      start = Buffer.concat([start, bytes]);
      if (start.length < HTTP2_PREFACE_START.length) return;
      socket.off('readable', sniff);
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.unshift(start);
      this.#hand(socket, start);
    };
    socket.on('readable', sniff);
  }

  #hand(socket: Socket, start: Buffer): void {
    const isHttp2 = start.subarray(0, HTTP2_PREFACE_START.length).equals(HTTP2_PREFACE_START);
    if (isHttp2) this.#users.http2(socket);
    else this.#users.http1(socket);
  }
}
