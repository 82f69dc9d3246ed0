import type { Origin } from '#event-log';
import type { CommandRequest } from './command-request.js';

/** The part of a request that is recorded in the metadata of its events. */
export const originOf = (request: CommandRequest): Origin => ({
  clientId: request.caller.clientId,
  contract: request.contract,
  endpoint: request.endpoint,
  correlationId: request.correlationId,
  recordedAt: request.at,
  ...(request.traceparent !== undefined && { traceparent: request.traceparent }),
});
