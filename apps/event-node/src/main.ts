import type { Socket } from 'node:net';
import { createHttpEndpoints } from './http/http-endpoints.js';
import { SharedPort } from './http/shared-port.js';
import { defaultLimits, type NodeLimits } from './node-limits.js';
import { openLog } from './open-log.js';
import { GrpcServer } from './protocol/grpc-server.js';
import { RunningNode } from './running-node.js';
import { routesOf } from './services/routes.js';

/** The part of a logger that the node uses. */
export interface NodeLogger {
  info(fields: object, message: string): void;
}

export interface EventNodeOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly dataDir: string;
  readonly logger?: NodeLogger;
  /** The host that clients are told to connect to; by default the one that the node listens on. */
  readonly advertisedHost?: string;
  readonly limits?: Partial<NodeLimits>;
}

export interface EventNode {
  /** The connection string for clients. */
  readonly url: string;
  readonly port: number;
  /**
   * Resolves after `stop`, rejects if the node could not write any more: the process should then
   * exit.
   */
  readonly closed: Promise<void>;
  stop(): Promise<void>;
}

/** Addresses to listen on that no client can connect to. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::', '']);

/**
 * A single-node server for the EventStoreDB gRPC protocol, durable on a log of its own. Throws
 * `DirectoryInUse` if another node runs on the directory, `LogDamaged` and `UnknownFormat` for what is
 * there, and what the system says if it cannot listen or open its files.
 */
export const runEventNode = async (options: EventNodeOptions): Promise<EventNode> => {
  const limits = { ...defaultLimits, ...options.limits };
  const log = await openLog(options.dataDir, limits);
  const host =
    options.advertisedHost ?? (EVERYWHERE.has(options.host) ? '127.0.0.1' : options.host);
  const address = { host, port: options.port };
  const grpc = new GrpcServer({ ...limits, routes: routesOf(log.core, () => address) });
  const http = createHttpEndpoints();
  const users = {
    http1: (socket: Socket) => http.emit('connection', socket),
    http2: (socket: Socket) => {
      grpc.take(socket);
    },
  };
  const port = new SharedPort(users, limits.connections);
  try {
    address.port = await port.listen(options.host, options.port);
  } catch (error) {
    await log.release();
    throw error;
  }
  const node = new RunningNode({ log, grpc, http, port });
  const url = `esdb://${host.includes(':') ? `[${host}]` : host}:${address.port}?tls=false`;
  options.logger?.info({ url, position: log.core.durable.position }, 'event node listening');
  return { url, port: address.port, closed: node.closed, stop: () => node.stop() };
};
