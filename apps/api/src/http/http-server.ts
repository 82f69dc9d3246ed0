import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { FairShares } from '#runtime';
import { addressGroup } from './address-group.js';
import type { Admission } from './admission.js';
import type { Departure } from './departure.js';
import { httpLimits } from './http-limits.js';
import { lingerAtClose } from './linger-at-close.js';

/** Whoever has its share of connections gets no more: they cost memory and a descriptor, also when nothing is said on them. */
const limitConnections = (server: Server, connections: FairShares): void => {
  server.on('connection', (socket: Socket) => {
    const address = addressGroup(socket.remoteAddress);
    if (!connections.tryEnter(address)) {
      socket.destroy();
      return;
    }
    socket.once('close', () => {
      connections.leave(address);
    });
  });
};

/**
 * Makes the servers of an API: one for each address that its host name stands for. They hand on what is admitted, and keep
 * the times of connections.
 */
export const httpServers =
  (
    admission: Admission,
    departure: Departure,
    connections = new FairShares(httpLimits.connections),
  ) =>
  (handle: RequestListener): Server => {
    const server = createServer(
      {
        headersTimeout: httpLimits.headMs,
        requestTimeout: httpLimits.requestMs,
        connectionsCheckingInterval: httpLimits.lookMs,
        keepAliveTimeout: httpLimits.keepAliveMs,
      },
      (request, response) => {
        response.setMaxListeners(httpLimits.answerListeners);
        if (admission.admits(request, response)) handle(request, response);
      },
    );
    departure.watch(server);
    limitConnections(server, connections);
    server.setTimeout(httpLimits.connectionIdleMs);
    lingerAtClose(server, httpLimits.lingerMs);
    return server;
  };
