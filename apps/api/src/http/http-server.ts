import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { FairShares } from '#runtime';
import { type Admission } from './admission.js';
import { addressGroup } from '../contract-kit/request.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import type { Departure } from './departure.js';

/**
 * A caller with its share of connections gets no more, because even idle ones cost memory and a
 * descriptor.
 */
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
 * Makes the servers of an API, one for each address of its host name. They pass admitted requests
 * on, and end connections that are idle or too slow.
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

const linger = (socket: Socket, withinMs: number): void => {
  socket.end();
  if (socket.destroyed || socket.readableEnded) return;
  const cutOff = setTimeout(() => socket.destroy(), withinMs);
  socket.once('close', () => {
    clearTimeout(cutOff);
  });
};

/**
 * Has the server close a connection that is not kept alive in stages, as RFC 9112, section 9.6,
 * asks for: first its own side, and the whole when the caller has closed its side, or after so
 * long. Node closes both at once when the answer is written; if the caller still sends then, its
 * system takes that for a reset and may throw away an answer not yet read.
 */
export const lingerAtClose = (server: Server, withinMs: number): void => {
  server.on('connection', (socket: Socket) => {
    // Node's server closes a connection after its last answer only through this method.
    socket.destroySoon = () => {
      linger(socket, withinMs);
    };
  });
};
