import {
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import { ByteBudget } from '../model/node-limits.js';
import {
  accessDeniedFailure,
  unavailableAtStop,
  unimplementedFailure,
  type GrpcFailure,
} from './grpc-failure.js';
import { FrameDecoder } from './frame-decoder.js';
import { type CallHandler, GrpcCall } from './grpc-call.js';
/**
 * The handlers of the gRPC methods. The key is the path of the method, such as
 * `/event_store.client.streams.Streams/Read`.
 */
export type GrpcRoutes = ReadonlyMap<string, (call: GrpcCall) => CallHandler>;

interface GrpcServerOptions {
  readonly routes: GrpcRoutes;
  readonly messageBytesMax: number;
  readonly unfinishedBytesMax: number;
  readonly concurrentStreams: number;
  /**
   * Returns true if a caller with this `authorization` header may call the path. Without this
   * function everyone may call.
   */
  readonly admits?: ((path: string, authorization: string | undefined) => boolean) | undefined;
}

const windowBytes = 1024 * 1024;
/**
 * Node.js closes a connection that uses more than this number of megabytes. Flow control already
 * limits the memory of each call, so the limit is only a high number that should never be reached.
 */
const sessionMemoryMb = 1024;

/**
 * Serves gRPC on the sockets that the shared port hands over. The server uses `node:http2` instead
 * of a gRPC library, so that many answers, or many events of a read, can be sent in one write
 * (docs/decisions/0007).
 */
export class GrpcServer {
  readonly #routes: GrpcRoutes;
  readonly #admits: GrpcServerOptions['admits'];
  readonly #messageBytesMax: number;
  readonly #unfinished: ByteBudget;
  readonly #http2: Http2Server;
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #calls = new Set<GrpcCall>();
  readonly #streams = new Set<ServerHttp2Stream>();
  #isStopping = false;

  constructor(options: GrpcServerOptions) {
    this.#routes = options.routes;
    this.#admits = options.admits;
    this.#messageBytesMax = options.messageBytesMax;
    this.#unfinished = new ByteBudget(options.unfinishedBytesMax);
    this.#http2 = createServer({
      maxSessionMemory: sessionMemoryMb,
      settings: {
        maxConcurrentStreams: options.concurrentStreams,
        initialWindowSize: windowBytes,
      },
    });
    this.#http2.on('session', (session) => {
      this.#watch(session);
    });
    this.#http2.on('stream', (stream, headers) => {
      this.#accept(stream, headers);
    });
    this.#http2.on('sessionError', () => undefined); // The session closes, and its calls with it.
  }

  /** Takes over a connection of a client that speaks HTTP/2. */
  take(socket: Socket): void {
    this.#http2.emit('connection', socket);
  }

  /** The number of open calls. */
  get calls(): number {
    return this.#calls.size;
  }

  /** Refuses new calls from now on. */
  refuseCalls(): void {
    this.#isStopping = true;
  }

  /**
   * Ends all open calls with the given failure. If none is given, each call ends with the error
   * that its `failureAtStop` returns.
   */
  endCalls(failure?: GrpcFailure): void {
    for (const call of [...this.#calls]) call.fail(failure ?? call.failureAtStop());
  }

  /**
   * Closes the connections after their last answers are sent. After `patienceMs` milliseconds, the
   * HTTP/2 streams that are still open are reset. A reset also reaches a client that does not read,
   * because it needs no flow-control window. After twice that time, the connections are cut.
   */
  async close(patienceMs: number): Promise<void> {
    const cancel = setTimeout(() => {
      for (const stream of this.#streams) stream.close(constants.NGHTTP2_CANCEL);
    }, patienceMs);
    const cut = setTimeout(() => {
      for (const session of this.#sessions) session.destroy();
    }, 2 * patienceMs);
    await Promise.all([...this.#sessions].map((session) => closed(session)));
    clearTimeout(cancel);
    clearTimeout(cut);
  }

  #watch(session: ServerHttp2Session): void {
    this.#sessions.add(session);
    session.setLocalWindowSize(windowBytes * 4);
    session.on('error', () => undefined); // The event 'close' follows and is handled.
    session.on('close', () => {
      this.#sessions.delete(session);
    });
  }

  #accept(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const decoder = new FrameDecoder(this.#messageBytesMax, this.#unfinished);
    const call = new GrpcCall(stream, headers, decoder);
    this.#streams.add(stream);
    stream.on('close', () => this.#streams.delete(stream));
    this.#calls.add(call);
    call.onClose(() => {
      this.#calls.delete(call);
    });
    call.handle(this.#handlerOf(call, headers));
  }

  #handlerOf(call: GrpcCall, headers: IncomingHttpHeaders): CallHandler {
    const path = headers[':path'] ?? '';
    const route = this.#routes.get(path);
    if (this.#isStopping) return refusing(call, unavailableAtStop());
    if (this.#admits?.(path, headers.authorization) === false) {
      return refusing(call, accessDeniedFailure());
    }
    if (route !== undefined) return route(call);
    return refusing(call, unimplementedFailure(path));
  }
}

const refusing = (call: GrpcCall, failure: GrpcFailure): CallHandler => {
  setImmediate(() => {
    call.fail(failure);
  });
  return { onMessage: () => undefined, onHalfClose: () => undefined };
};

const closed = (session: ServerHttp2Session): Promise<void> =>
  new Promise((resolve) => {
    session.once('close', resolve);
    session.close();
  });
