import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { Admission } from './admission.js';
import { httpLimits } from './http-limits.js';
import { lingerAtClose } from './linger-at-close.js';

/**
 * Makes the servers of an API: one for each address that its host name stands for. They hand on what is admitted, and keep
 * the times of connections.
 */
export const httpServers =
  (admission: Admission) =>
  (handle: RequestListener): Server => {
    const server = createServer(
      {
        requestTimeout: httpLimits.requestMs,
        keepAliveTimeout: httpLimits.keepAliveMs,
      },
      (request, response) => {
        if (admission.admits(request, response)) handle(request, response);
      },
    );
    server.setTimeout(httpLimits.connectionIdleMs);
    lingerAtClose(server, httpLimits.lingerMs);
    return server;
  };
