import { createServer, type RequestListener, type Server } from 'node:http';
import { freemem, totalmem } from 'node:os';
import { serverVersion } from '../messages/server-messages.js';

const answers: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['/info', { esVersion: serverVersion, state: 'leader', features: {} }],
  ['/ping', { msgTypeId: 0, text: 'Ping request successfully handled' }],
]);

const livePath = '/health/live';
const statsPath = '/stats';
const headersBytesMax = 16 * 1024;
const connectionMsMax = 10_000;

interface HttpEndpointsOptions {
  /** Returns the body of `/stats`. */
  readonly stats: () => unknown;
  /**
   * True if a caller with this `authorization` header may read `/stats`. Everyone may read the
   * other resources.
   */
  readonly admits: (authorization: string | undefined) => boolean;
}

const listener =
  ({ stats, admits }: HttpEndpointsOptions): RequestListener =>
  (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const isGet = request.method === 'GET' || request.method === 'HEAD';
    const body = isGet ? (path === statsPath ? stats() : answers.get(path)) : undefined;
    response.setHeader('connection', 'close');
    if (isGet && path === livePath) response.writeHead(204).end();
    else if (body === undefined) response.writeHead(404).end();
    else if (path === statsPath && !admits(request.headers.authorization)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="event node"' }).end();
    } else {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    }
  };

/**
 * The HTTP/1 resources of the node (event-node.md, "What it serves"). The server does not listen:
 * it gets its sockets from the shared port. The timeouts of Node.js work only for a server that
 * listens. Each connection therefore carries one request and is cut after 10 s.
 */
export const createHttpEndpoints = (options: HttpEndpointsOptions): Server => {
  const server = createServer({ maxHeaderSize: headersBytesMax }, listener(options));
  server.on('connection', (socket) => {
    const cut = setTimeout(() => socket.destroy(), connectionMsMax);
    socket.on('close', () => {
      clearTimeout(cut);
    });
  });
  return server;
};

/** The counts that `/stats` shows of a running node. */
interface NodeCounts {
  /** The position of the newest event that is safely on the disk. */
  readonly position: number;
  readonly connections: number;
  readonly calls: number;
  /**
   * The bytes of the appends that have arrived and are not on the disk yet; `heldBytesMax` is their
   * limit.
   */
  readonly heldBytes: number;
  readonly heldBytesMax: number;
}

const startTime = new Date(Date.now() - process.uptime() * 1000).toISOString();

/** The body of `/stats`: memory in bytes, processor time in seconds since the start, and counts. */
export const nodeStats = (counts: NodeCounts): unknown => {
  const cpu = process.cpuUsage();
  const memory = process.memoryUsage();
  return {
    proc: {
      id: process.pid,
      startTime,
      mem: memory.rss,
      heap: memory.heapUsed,
      cpuSeconds: { user: cpu.user / 1e6, system: cpu.system / 1e6 },
    },
    sys: { freeMem: freemem(), totalMem: totalmem() },
    es: {
      log: { position: counts.position },
      connections: counts.connections,
      calls: counts.calls,
      appends: { heldBytes: counts.heldBytes, heldBytesMax: counts.heldBytesMax },
    },
  };
};
