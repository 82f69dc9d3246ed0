import { once } from 'node:events';
import {
  createServer,
  type OutgoingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { isSameSecret } from '../secrets.js';

export interface MetricsServerOptions {
  readonly host: string;
  /** The port to listen on; 0 for a free port. */
  readonly port: number;
  /**
   * The bearer token that requests have to show; without it, anyone who reaches the port may read.
   */
  readonly token?: string | undefined;
}

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

const path = '/metrics';
const limits = { connections: 16, headerBytes: 8 * 1024, requestMs: 10_000 };

const admitting = (token: string | undefined): ((authorization: string | undefined) => boolean) => {
  if (token === undefined) return () => true;
  return (authorization = '') => isSameSecret(authorization, `Bearer ${token}`);
};

/**
 * Requests at the same time share one answer, because each answer needs reads from PostgreSQL and
 * the event store.
 */
const sharedText = (registry: Registry): (() => Promise<string>) => {
  let asking: Promise<string> | undefined;
  return () => {
    asking ??= registry.metrics().finally(() => {
      asking = undefined;
    });
    return asking;
  };
};

const refuse = (
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders = {},
): void => {
  response.writeHead(status, headers).end();
};

const listener = (registry: Registry, token: string | undefined): RequestListener => {
  const admits = admitting(token);
  const text = sharedText(registry);
  return (request, response) => {
    const { method, url = '', headers } = request;
    if (url.split('?', 1)[0] !== path) refuse(response, 404);
    else if (method !== 'GET' && method !== 'HEAD') refuse(response, 405, { allow: 'GET, HEAD' });
    else if (!admits(headers.authorization)) {
      refuse(response, 401, { 'www-authenticate': 'Bearer realm="metrics"' });
    } else {
      text().then(
        (body) => {
          response.writeHead(200, {
            'content-type': registry.contentType,
            'content-length': Buffer.byteLength(body),
            'cache-control': 'no-store',
          });
          response.end(method === 'HEAD' ? undefined : body);
        },
        () => {
          refuse(response, 500);
        },
      );
    }
  };
};

const urlOf = (server: Server): string => {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}${path}`;
};

/**
 * Serves the metrics of this process on a separate port, because the API's callers must not see
 * business figures. Besides, several API processes share the API's port, but each of them has
 * different figures (docs/metrics.md).
 */
export const serveMetrics = async (
  registry: Registry,
  { host, port, token }: MetricsServerOptions,
): Promise<MetricsServer> => {
  const server = createServer(
    { maxHeaderSize: limits.headerBytes, requestTimeout: limits.requestMs },
    listener(registry, token),
  );
  server.maxConnections = limits.connections;
  // Without `exclusive`, Node's cluster module would share the port among the replicas, and a
  // request could reach any of them.
  server.listen({ host, port, exclusive: true });
  await once(server, 'listening');
  return {
    url: urlOf(server),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

/**
 * Makes the metrics registry of this process, with the default metrics of Node.js: CPU, memory,
 * event loop and garbage collection.
 */
export const processRegistry = (): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
};
