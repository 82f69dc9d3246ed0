import {
  AccessDeniedError,
  convertToCommandError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  RequiredMetadataPropertyMissingError,
  StreamDeletedError,
  UnknownError,
  UnsupportedError,
} from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { EventStoreRefused } from './event-store-refused.js';
import { EventStoreUnavailable } from './event-store-unavailable.js';
import { LedgerFault } from './ledger-fault.js';
import { OutcomeUnknown } from './outcome-unknown.js';

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
 * After a failed read nothing has happened; after a failed append nobody knows.
 */
export const faultOf = (error: unknown, during: 'append' | 'read'): LedgerFault => {
  if (error instanceof LedgerFault) return error;
  if (isRefusal(error)) return new EventStoreRefused(error);
  return during === 'append' ? new OutcomeUnknown(error) : new EventStoreUnavailable(error);
};

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
  code === undefined && message.startsWith('Could not recognize');

/** The first call on a channel fails with the bare gRPC error; the client's conversion fails on one without details. */
const asCommandError = (error: Error): Error =>
  'code' in error && 'details' in error ? convertToCommandError(error) : error;
