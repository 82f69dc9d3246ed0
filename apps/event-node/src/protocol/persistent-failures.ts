import { GrpcFailure } from './grpc-failure.js';
import { GrpcStatus } from './grpc-status.js';

/** What the client's errors about persistent subscriptions name (event-node.md, section 4). */
interface Named {
  readonly stream: string;
  readonly group: string;
}

const trailers = (exception: string, { stream, group }: Named): Record<string, string> => ({
  exception,
  'stream-name': stream,
  'group-name': group,
});

export const groupMissingFailure = (named: Named): GrpcFailure =>
  new GrpcFailure(
    GrpcStatus.NotFound,
    `Subscription group ${named.group} on stream ${named.stream} does not exist.`,
    trailers('persistent-subscription-does-not-exist', named),
  );

export const groupExistsFailure = (named: Named): GrpcFailure =>
  new GrpcFailure(
    GrpcStatus.AlreadyExists,
    `Subscription group ${named.group} on stream ${named.stream} exists.`,
    trailers('persistent-subscription-exists', named),
  );

export const subscribersReachedFailure = (named: Named): GrpcFailure =>
  new GrpcFailure(
    GrpcStatus.FailedPrecondition,
    `Maximum subscriptions reached for subscription group ${named.group} on stream ${named.stream}.`,
    trailers('maximum-subscribers-reached', named),
  );

export const subscriptionDroppedFailure = (named: Named): GrpcFailure =>
  new GrpcFailure(
    GrpcStatus.Cancelled,
    `Subscription group ${named.group} on stream ${named.stream} was dropped.`,
    trailers('persistent-subscription-dropped', named),
  );

export const subscriptionFailedFailure = (named: Named, reason: string): GrpcFailure =>
  new GrpcFailure(
    GrpcStatus.Internal,
    `Subscription group ${named.group} on stream ${named.stream} failed: ${reason}`,
    { ...trailers('persistent-subscription-failed', named), reason },
  );
