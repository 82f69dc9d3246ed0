import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { FairShares } from '#runtime';
import { type Admission } from './admission.js';
import { addressGroup } from '../contract-kit/request.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import type { Departure } from './departure.js';

/**
 * Closes connections of an address beyond its share, because even idle ones cost memory and a file
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
 * Makes the server close a connection in stages (RFC 9112, section 9.6): first its own side, then
 * the whole when the caller has closed its side or `withinMs` has passed. Node would close both
 * sides once the answer is written. A caller that is still sending would then see a reset, and
 * could lose an answer that it has not read.
 */
export const lingerAtClose = (server: Server, withinMs: number): void => {
  server.on('connection', (socket: Socket) => {
    // Node's server closes a connection after its last answer only through this method.
    socket.destroySoon = () => {
      linger(socket, withinMs);
    };
  });
};
