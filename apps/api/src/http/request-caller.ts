import type { Caller } from '#access';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the access guard on every route that is not public. */
    caller?: Caller;
  }
}
