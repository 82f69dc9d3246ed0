import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from './faults.js';
import type { Answer } from './keyed-requests.js';

export const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

export const dropped = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
};

/**
 * Sends the answer, or simulates the fault of this request, such as a connection that closes before
 * the answer.
 */
export const send = (
  request: FastifyRequest,
  reply: FastifyReply,
  { answer, fault }: { readonly answer: Answer; readonly fault: Fault },
): FastifyReply => {
  if (fault.kind === 'drop-after-effect') return dropped(request, reply);
  if (fault.kind === 'stall') return reply.hijack();
  const key = headerOf(request, 'idempotency-key');
  const headers = {
    'request-id': `req_${randomUUID().replaceAll('-', '').slice(0, 14)}`,
    ...(key !== undefined && { 'idempotency-key': encodeURI(key) }),
    ...(answer.isReplayed && { 'idempotent-replayed': 'true' }),
  };
  if (fault.kind === 'cut') return cut(request, reply, { answer, headers });
  return reply.code(answer.status).headers(headers).type('application/json').send(answer.body);
};

const cut = (
  request: FastifyRequest,
  reply: FastifyReply,
  { answer, headers }: { readonly answer: Answer; readonly headers: Record<string, string> },
): FastifyReply => {
  reply.hijack();
  const body = Buffer.from(answer.body);
  reply.raw.writeHead(answer.status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': body.length,
  });
  reply.raw.write(body.subarray(0, body.length / 2), () => request.raw.socket.destroy());
  return reply;
};
