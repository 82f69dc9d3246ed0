/** The status codes of gRPC that this node answers. */
export const GrpcStatus = {
  Ok: 0,
  Cancelled: 1,
  InvalidArgument: 3,
  ResourceExhausted: 8,
  FailedPrecondition: 9,
  Aborted: 10,
  Unimplemented: 12,
  Internal: 13,
  Unavailable: 14,
  DataLoss: 15,
  Unauthenticated: 16,
} as const;

export type GrpcStatus = (typeof GrpcStatus)[keyof typeof GrpcStatus];
