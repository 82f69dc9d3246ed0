import type { ExpectedRevision } from '../model/requests.js';

/** Trailers by name. Values may be any text, because the call percent-encodes them. */
type Trailers = Readonly<Record<string, string>>;

/** Ends a call with an error status. */
export class GrpcFailure extends Error {
  override readonly name = 'GrpcFailure';

  constructor(
    readonly status: GrpcStatusCode,
    message: string,
    readonly trailers: Trailers = {},
  ) {
    super(message);
  }
}

/** The gRPC status codes that this node sends. */
export const GrpcStatusCode = {
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

export type GrpcStatusCode = (typeof GrpcStatusCode)[keyof typeof GrpcStatusCode];

/**
 * The functions below make the failures with which calls end. The official client chooses the class
 * of its error by the trailer `exception`.
 */

export const streamDeletedFailure = (streamName: string): GrpcFailure =>
  new GrpcFailure(GrpcStatusCode.FailedPrecondition, 'The stream is deleted.', {
    exception: 'stream-deleted',
    'stream-name': streamName,
  });

const expectedVersions = { any: -2, no_stream: -1, stream_exists: -4 } as const;

export const wrongRevisionFailure = (
  streamName: string,
  expected: ExpectedRevision,
  current: number,
): GrpcFailure =>
  new GrpcFailure(
    GrpcStatusCode.FailedPrecondition,
    `Wrong expected revision: the stream is at ${current}.`,
    {
      exception: 'wrong-expected-version',
      'stream-name': streamName,
      'expected-version': String(
        typeof expected === 'string' ? expectedVersions[expected] : expected,
      ),
      'actual-version': String(current),
    },
  );

export const appendTooLargeFailure = (appendBytesMax: number): GrpcFailure =>
  new GrpcFailure(
    GrpcStatusCode.InvalidArgument,
    `The append is larger than ${appendBytesMax} bytes.`,
    {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(appendBytesMax),
    },
  );

export const requiredMetadataFailure = (): GrpcFailure =>
  new GrpcFailure(GrpcStatusCode.InvalidArgument, 'Required metadata is missing.', {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

export const malformedFailure = (message: string): GrpcFailure =>
  new GrpcFailure(GrpcStatusCode.InvalidArgument, message);

export const writeTimeoutFailure = (message: string): GrpcFailure =>
  new GrpcFailure(GrpcStatusCode.Aborted, message);

/** The caller sent no credentials, an unknown user or a wrong password. */
export const accessDeniedFailure = (): GrpcFailure =>
  new GrpcFailure(GrpcStatusCode.Unauthenticated, 'Access denied.', { exception: 'access-denied' });

const persistentSubscriptions = '/event_store.client.persistent_subscriptions.';

/** The answer to a method that the node does not serve. */
export const unimplementedFailure = (path: string): GrpcFailure =>
  new GrpcFailure(
    GrpcStatusCode.Unimplemented,
    path.startsWith(persistentSubscriptions)
      ? 'The event node has no persistent subscriptions: use catch-up subscriptions.'
      : `No such method: ${path}`,
  );

export const unavailableFailure = (message: string): GrpcFailure =>
  new GrpcFailure(GrpcStatusCode.Unavailable, message);

export const diskFullFailure = (): GrpcFailure =>
  new GrpcFailure(
    GrpcStatusCode.ResourceExhausted,
    'The disk of the event node is full. Nothing was written.',
  );

/**
 * The failure of a read or write that needs a damaged record. The message names the file, the
 * offset and the position of the damage.
 */
export const logDamagedFailure = (what: string): GrpcFailure =>
  new GrpcFailure(GrpcStatusCode.DataLoss, what, { exception: 'log-damaged' });

const stoppingText = 'The node is stopping.';

export const stoppingFailure = (): GrpcFailure =>
  new GrpcFailure(GrpcStatusCode.Cancelled, stoppingText);

/**
 * The failure of a write when the node stops: the caller does not learn whether the write
 * succeeded.
 */
export const unavailableAtStop = (): GrpcFailure => unavailableFailure(stoppingText);
