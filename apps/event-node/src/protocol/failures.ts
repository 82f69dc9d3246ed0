import type { ExpectedRevision } from '../messages/expected-revision.js';
import { GrpcFailure } from './grpc-failure.js';
import { GrpcStatus } from './grpc-status.js';

/**
 * The failures of calls with the trailers that the client's error classes need (event-node.md,
 * section 4).
 */

export const streamDeletedFailure = (streamName: string): GrpcFailure =>
  new GrpcFailure(GrpcStatus.FailedPrecondition, 'The stream is deleted.', {
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
    GrpcStatus.FailedPrecondition,
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
    GrpcStatus.InvalidArgument,
    `The append is larger than ${appendBytesMax} bytes.`,
    {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(appendBytesMax),
    },
  );

export const requiredMetadataFailure = (): GrpcFailure =>
  new GrpcFailure(GrpcStatus.InvalidArgument, 'Required metadata is missing.', {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

export const malformedFailure = (message: string): GrpcFailure =>
  new GrpcFailure(GrpcStatus.InvalidArgument, message);

export const writeTimeoutFailure = (message: string): GrpcFailure =>
  new GrpcFailure(GrpcStatus.Aborted, message);

/** The caller names no user that the node knows, or not with the right password. */
export const accessDeniedFailure = (): GrpcFailure =>
  new GrpcFailure(GrpcStatus.Unauthenticated, 'Access denied.', { exception: 'access-denied' });

const persistentSubscriptions = '/event_store.client.persistent_subscriptions.';

/** The answer to a method that the node does not serve. */
export const unimplementedFailure = (path: string): GrpcFailure =>
  new GrpcFailure(
    GrpcStatus.Unimplemented,
    path.startsWith(persistentSubscriptions)
      ? 'The event node has no persistent subscriptions: use catch-up subscriptions.'
      : `No such method: ${path}`,
  );

export const unavailableFailure = (message: string): GrpcFailure =>
  new GrpcFailure(GrpcStatus.Unavailable, message);

export const diskFullFailure = (): GrpcFailure =>
  new GrpcFailure(
    GrpcStatus.ResourceExhausted,
    'The disk of the event node is full. Nothing was written.',
  );

/** The message names file, offset and position. */
export const logDamagedFailure = (what: string): GrpcFailure =>
  new GrpcFailure(GrpcStatus.DataLoss, what, { exception: 'log-damaged' });

const STOPPING = 'The node is stopping.';

export const stoppingFailure = (): GrpcFailure => new GrpcFailure(GrpcStatus.Cancelled, STOPPING);

/** The caller may not know whether the node has done it. */
export const unavailableAtStop = (): GrpcFailure => unavailableFailure(STOPPING);
