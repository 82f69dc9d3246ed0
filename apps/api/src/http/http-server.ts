import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { FairShares } from '#runtime';
import { type Admission } from './admission.js';
import { addressGroup } from '../contract-kit/request.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import type { Departure } from './departure.js';

/**
 * Limits the open connections of each network address and closes those above the limit. Even an
 * idle connection costs memory and a file descriptor.
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
 * Creates the HTTP servers of the API, one for each network address of its host name. The servers
 * pass admitted requests to Fastify, and close connections that are idle or too slow.
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
 * Closes connections in stages (RFC 9112, section 9.6). The server first closes only its sending
 * side. The whole connection is closed when the caller has closed its side, or after `withinMs`
 * milliseconds. Node would close both sides at once. A caller that is still sending would then get
 * a connection reset and could lose the answer.
 */
export const lingerAtClose = (server: Server, withinMs: number): void => {
  server.on('connection', (socket: Socket) => {
    // Node's HTTP server calls this method to close a connection after the last answer.
    socket.destroySoon = () => {
      linger(socket, withinMs);
    };
  });
};
