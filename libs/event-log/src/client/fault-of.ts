import {
  AccessDeniedError,
  convertToCommandError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  RequiredMetadataPropertyMissingError,
  StreamDeletedError,
  UnknownError,
  UnsupportedError,
} from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import {
  damageIn,
  EventLogDamaged,
  EventStoreRefused,
  EventStoreUnavailable,
  LedgerFault,
  OutcomeUnknown,
} from '../faults.js';

/** Errors by which the store says that it did nothing, and will do nothing if asked again. */
const refusals = [
  AccessDeniedError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  RequiredMetadataPropertyMissingError,
  StreamDeletedError,
  UnsupportedError,
];

/** The gRPC codes with the same meaning. */
const refusalCodes: readonly unknown[] = [
  status.INVALID_ARGUMENT,
  status.PERMISSION_DENIED,
  status.UNIMPLEMENTED,
];

/**
 * Turns an error of the client into a `LedgerFault`. Everything that is not clearly a refusal
 * counts as a failure of the transport: UNAVAILABLE, CANCELLED, deadlines, the ledger's own time
 * limit, not-leader, failed discovery, "write after end", and UnknownError with INTERNAL or
 * DATA_LOSS, for which the client has no class (event-store-client.md).
 *
 * A failed read has changed nothing, and neither has an append that the store says it has not
 * begun. The outcome of any other failed append is unknown.
 */
export const faultOf = (error: unknown, during: 'append' | 'read'): LedgerFault => {
  if (error instanceof LedgerFault) return error;
  const damage = error instanceof Error ? damageIn(error) : undefined;
  if (damage !== undefined) return new EventLogDamaged(damage, error);
  if (isNotHandled(error)) return new EventStoreUnavailable(error);
  if (isRefusal(error)) return new EventStoreRefused(error);
  return during === 'append' ? new OutcomeUnknown(error) : new EventStoreUnavailable(error);
};

/** True if the fault says that the stream was deleted for good. */
export const isDeletedStream = (fault: unknown): boolean =>
  fault instanceof EventStoreRefused &&
  fault.cause instanceof Error &&
  asCommandError(fault.cause) instanceof StreamDeletedError;

const isRefusal = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const converted = asCommandError(error);
  if (refusals.some((refusal) => converted instanceof refusal)) return true;
  return (
    converted instanceof UnknownError &&
    (refusalCodes.includes(converted.code) || isUnrecognised(converted))
  );
};

/**
 * True for a batch answer whose details the client has no class for, such as those of a malformed
 * request.
 */
const isUnrecognised = ({ code, message }: UnknownError): boolean =>
  code === undefined && message.startsWith(unrecognised) && !unexpected.test(message);

const unrecognised = 'Could not recognize';

/** A failure inside the store between the write and its answer: the outcome is unknown. */
const unexpected = /Envelope callback expected/;

/**
 * The texts in a batch answer by which EventStoreDB says that it has not begun an append: it is
 * starting, its queues are full, it is not the leader, or it knows no leader. They have no code and
 * no class of their own.
 */
const notHandled =
  /Server Is Not Ready|Server Is (Too )?Busy|Leader info available|No leader info available|NotHandledReason/;

const isNotHandled = (error: unknown): boolean =>
  error instanceof UnknownError &&
  error.code === undefined &&
  error.message.startsWith(unrecognised) &&
  notHandled.test(error.message);

/**
 * The texts by which the store says that another node has to be asked. The client has a class for
 * only one form of them.
 */
const elsewhere = /Leader info available|No leader info available/;

/** True if the connection leads to a node that is no longer the leader. */
export const isNotLeader = (error: unknown): boolean =>
  error instanceof Error && (error instanceof NotLeaderError || elsewhere.test(error.message));

/**
 * The client's own error for a bare gRPC error, with which the first call on a channel fails. The
 * client's conversion throws for an error without details, and for a not-leader that does not name
 * the leader.
 */
const asCommandError = (error: Error): Error => {
  if (!('code' in error) || !('details' in error)) return error;
  try {
    return convertToCommandError(error);
  } catch {
    return error;
  }
};
