import type { GrpcStatus } from './grpc-status.js';

/**
 * Trailers by name. Values may hold any text: they are percent-encoded on the wire (event-node.md,
 * section 4).
 */
export type Trailers = Readonly<Record<string, string>>;

/** Ends a call with an error status. */
export class GrpcFailure extends Error {
  override readonly name = 'GrpcFailure';

  constructor(
    readonly status: GrpcStatus,
    message: string,
    readonly trailers: Trailers = {},
  ) {
    super(message);
  }
}
