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

/** The answers by which the store says that it did nothing and will do nothing however often it is asked. */
const refusals = [
  AccessDeniedError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  RequiredMetadataPropertyMissingError,
  StreamDeletedError,
  UnsupportedError,
];

/** gRPC codes that say the same. */
const refusalCodes: readonly unknown[] = [
  status.INVALID_ARGUMENT,
  status.PERMISSION_DENIED,
  status.UNIMPLEMENTED,
];

/**
 * The one place where errors of the client become faults of ours. Everything that is not plainly a refusal counts as
 * transport: UNAVAILABLE, CANCELLED, deadlines and our own timer, not-leader, failed discovery, "write after end",
 * and UnknownError with INTERNAL or DATA_LOSS, for which the client has no class (event-store-client.md).
 *
 * After a failed read nothing has happened, nor after an append that the store says it has not begun; after any other
 * failed append nobody knows.
 */
export const faultOf = (error: unknown, during: 'append' | 'read'): LedgerFault => {
  if (error instanceof LedgerFault) return error;
  const damage = error instanceof Error ? damageIn(error) : undefined;
  if (damage !== undefined) return new EventLogDamaged(damage, error);
  if (isNotHandled(error)) return new EventStoreUnavailable(error);
  if (isRefusal(error)) return new EventStoreRefused(error);
  return during === 'append' ? new OutcomeUnknown(error) : new EventStoreUnavailable(error);
};

/** Whether a fault says that the stream was deleted for good. */
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

/** A batch answer with details that the client has no class for, a malformed request among them. */
const isUnrecognised = ({ code, message }: UnknownError): boolean =>
  code === undefined && message.startsWith(unrecognised) && !unexpected.test(message);

const unrecognised = 'Could not recognize';

/** Something went wrong within the store between the write and its answer: nobody knows. */
const unexpected = /Envelope callback expected/;

/**
 * By these texts EventStoreDB says in a batch answer that it has not begun to work on an append: while it starts, while
 * its queues are full, and while it is not the leader or knows of none. They have no code and no class of their own.
 */
const notHandled =
  /Server Is Not Ready|Server Is (Too )?Busy|Leader info available|No leader info available|NotHandledReason/;

const isNotHandled = (error: unknown): boolean =>
  error instanceof UnknownError &&
  error.code === undefined &&
  error.message.startsWith(unrecognised) &&
  notHandled.test(error.message);

/** By these the store says that another node has to be asked; the client has a class for one of their forms only. */
const elsewhere = /Leader info available|No leader info available/;

/** Whether the connection leads to a node that is not the leader any more. */
export const isNotLeader = (error: unknown): boolean =>
  error instanceof Error && (error instanceof NotLeaderError || elsewhere.test(error.message));

/**
 * The first call on a channel fails with the bare gRPC error. The client's conversion fails on one without details, and
 * on a not-leader that does not name the leader.
 */
const asCommandError = (error: Error): Error => {
  if (!('code' in error) || !('details' in error)) return error;
  try {
    return convertToCommandError(error);
  } catch {
    return error;
  }
};
