import type { Server } from 'node:http';
import type { Registry } from 'prom-client';
import { createHttpEndpoints, nodeStats } from './http/http-endpoints.js';
import { connectableHost, nodeUrl } from './http/node-url.js';
import { SharedPort, readTlsFiles, type TlsContext, type TlsFiles } from './http/shared-port.js';
import { registerNodeMetrics } from './node-metrics.js';
import { defaultNodeLimits, type NodeLimits } from './model/node-limits.js';
import { openLog } from './open-log.js';
import { GrpcServer } from './protocol/grpc-server.js';
import type { Users } from './protocol/users.js';
import { RunningNode } from './running-node.js';
import type { NodeCore } from './services/node-core.js';
import { openMethods, routesOf } from './services/routes.js';

export { InvalidTlsFiles } from './http/shared-port.js';
export { Users } from './protocol/users.js';

/** The methods of a logger that the node calls. */
export interface NodeLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface EventNodeOptions {
  readonly host: string;
  /** The port to listen on; 0 picks a free one. */
  readonly port: number;
  readonly dataDir: string;
  readonly logger?: NodeLogger;
  /** The Prometheus registry that the node adds its metrics to. */
  readonly metrics?: Registry;
  /** The host name in the connection string of clients; by default the address to listen on. */
  readonly advertisedHost?: string;
  readonly limits?: Partial<NodeLimits>;
  /** The certificate and key for TLS; without them the node listens in plaintext. */
  readonly tls?: TlsFiles | undefined;
  /**
   * The users that may call the node; without this option everyone may. The official client sends
   * credentials only under TLS, so a node with `users` and without `tls` refuses all reads and
   * appends of that client.
   */
  readonly users?: Users | undefined;
}

export interface EventNode {
  /** The connection string for clients, with the credentials of the first user. */
  readonly url: string;
  readonly port: number;
  /**
   * Resolves after `stop`. Rejects if a write failed: the node then answers no more calls, and its
   * process should exit.
   */
  readonly closed: Promise<void>;
  stop(): Promise<void>;
}

interface Servers {
  readonly grpc: GrpcServer;
  readonly http: Server;
  readonly port: SharedPort;
}

interface ServerOptions {
  readonly core: NodeCore;
  readonly limits: NodeLimits;
  readonly users: Users | undefined;
  readonly tls: TlsContext | undefined;
  /**
   * The address for clients that ask for the nodes of the cluster (the Gossip call). The port is
   * filled in once the node listens.
   */
  readonly address: { readonly host: string; readonly port: number };
}

const serversOf = ({ core, limits, users, tls, address }: ServerOptions): Servers => {
  const admits = users && ((header?: string) => users.admits(header));
  const grpc = new GrpcServer({
    ...limits,
    routes: routesOf(core, () => address),
    admits: admits && ((path, header) => openMethods.has(path) || admits(header)),
  });
  const http = createHttpEndpoints({
    admits: admits ?? (() => true),
    stats: () => nodeStats({ ...countsOf(core), calls: grpc.calls, connections: port.connections }),
  });
  const port = new SharedPort(
    {
      http1: (socket) => http.emit('connection', socket),
      http2: (socket) => {
        grpc.take(socket);
      },
    },
    { connectionsMax: limits.connections, tls },
  );
  return { grpc, http, port };
};

/**
 * Starts a single-node server for the gRPC protocol of EventStoreDB, which keeps its events in a
 * log in `dataDir`. Throws `DirectoryInUse` if another node runs on this directory, `StartRefused`
 * for a log that is damaged or incomplete, `UnknownFormat` for a log of another release,
 * `InvalidTlsFiles`, and system errors if the node cannot listen or open its files.
 */
export const runEventNode = async (options: EventNodeOptions): Promise<EventNode> => {
  const limits = { ...defaultNodeLimits, ...options.limits };
  const tls = options.tls && readTlsFiles(options.tls);
  const log = await openLog(options.dataDir, limits);
  const host = options.advertisedHost ?? connectableHost(options.host, tls?.cert);
  const address = { host, port: options.port };
  const { users } = options;
  const servers = serversOf({ core: log.core, limits, users, tls, address });
  const { grpc, port } = servers;
  try {
    address.port = await port.listen(options.host, options.port);
  } catch (error) {
    await log.release();
    throw error;
  }
  log.core.writer.disk.onChange = (isFull) => {
    if (isFull) options.logger?.warn({}, 'the disk is full: appends are refused until it has room');
    else options.logger?.info({}, 'the disk has room again');
  };
  if (options.metrics !== undefined) {
    const open = () => ({ calls: grpc.calls, connections: port.connections });
    registerNodeMetrics(options.metrics, { core: log.core, dataDir: options.dataDir, open });
  }
  const node = new RunningNode({ log, ...servers });
  const reached = { ...address, caFile: options.tls?.certFile };
  options.logger?.info(
    { url: nodeUrl({ ...reached, user: undefined }), position: log.core.durable.position },
    'event node listening',
  );
  if (log.core.store.isIndexDropped) {
    options.logger?.warn({}, 'the index did not match the log or this version, so it was rebuilt');
  }
  const url = nodeUrl({ ...reached, user: options.users?.first });
  return { url, port: address.port, closed: node.closed, stop: () => node.stop() };
};

const countsOf = ({ durable, budget, limits }: NodeCore) => ({
  position: durable.position,
  heldBytes: budget.held,
  heldBytesMax: limits.heldBytesMax,
});
