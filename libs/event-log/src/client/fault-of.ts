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

/** Errors which mean that the event store did nothing, and would refuse the same call again. */
const refusals = [
  AccessDeniedError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  RequiredMetadataPropertyMissingError,
  StreamDeletedError,
  UnsupportedError,
];

/** gRPC codes that mean the same as the errors in `refusals`. */
const refusalCodes: readonly unknown[] = [
  status.INVALID_ARGUMENT,
  status.PERMISSION_DENIED,
  status.UNIMPLEMENTED,
];

/**
 * Turns an error of the client into a `LedgerFault`. Only an error that is clearly a refusal
 * becomes `EventStoreRefused`. Other errors count as failures of the connection, for example
 * UNAVAILABLE, CANCELLED, a passed deadline, a node that is not the leader, or an UnknownError with
 * INTERNAL (event-store-client.md).
 * A failed read has changed nothing, and the same is true of an append that the event store says it
 * has not begun. After any other failed append, it is unknown whether the events were written.
 */
export const faultOf = (error: unknown, during: 'append' | 'read'): LedgerFault => {
  if (error instanceof LedgerFault) return error;
  const damage = error instanceof Error ? damageIn(error) : undefined;
  if (damage !== undefined) return new EventLogDamaged(damage, error);
  if (isNotHandled(error)) return new EventStoreUnavailable(error);
  if (isRefusal(error)) return new EventStoreRefused(error);
  return during === 'append' ? new OutcomeUnknown(error) : new EventStoreUnavailable(error);
};

/** True if the fault means that the stream was deleted for good. */
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
 * True if the client could not interpret the event store's answer to a batch append, for example
 * because the request was malformed. Such an answer counts as a refusal.
 */
const isUnrecognised = ({ code, message }: UnknownError): boolean =>
  code === undefined && message.startsWith(unrecognised) && !unexpected.test(message);

const unrecognised = 'Could not recognize';

/**
 * The text with which the event store reports that it failed after it began the append. It is then
 * unknown whether the events were written.
 */
const unexpected = /Envelope callback expected/;

/**
 * Texts in the answer to a batch append which mean that the event store has not begun the append.
 * The event store is starting, its queues are full, it is not the leader, or it knows no leader.
 * These texts have to be compared because the answer has no code, and the client has no error class
 * for it.
 */
const notHandled =
  /Server Is Not Ready|Server Is (Too )?Busy|Leader info available|No leader info available|NotHandledReason/;

const isNotHandled = (error: unknown): boolean =>
  error instanceof UnknownError &&
  error.code === undefined &&
  error.message.startsWith(unrecognised) &&
  notHandled.test(error.message);

/**
 * Texts with which a node says that it is not the leader. The texts have to be compared because the
 * client has an error class for only one of these answers.
 */
const elsewhere = /Leader info available|No leader info available/;

/** True if the connection leads to a node that is no longer the leader. */
export const isNotLeader = (error: unknown): boolean =>
  error instanceof Error && (error instanceof NotLeaderError || elsewhere.test(error.message));

/**
 * Converts a gRPC error to the client's own error class. Needed because the first call on a channel
 * throws the gRPC error unconverted. The conversion function itself throws for an error without
 * details, and for a not-leader error that does not name the leader. Such an error is returned
 * unchanged.
 */
const asCommandError = (error: Error): Error => {
  if (!('code' in error) || !('details' in error)) return error;
  try {
    return convertToCommandError(error);
  } catch {
    return error;
  }
};
