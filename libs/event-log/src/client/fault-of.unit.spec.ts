import { describe, expect, test } from '@jest/globals';
import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  TimeoutError,
  UnavailableError,
  UnknownError,
} from '@eventstore/db-client';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { TimedOut } from '#runtime/async';
import {
  EventLogDamaged,
  EventStoreRefused,
  EventStoreUnavailable,
  OutcomeUnknown,
  TooManyWaiting,
} from '../faults.js';
import { faultOf, isNotLeader } from './fault-of.js';
const grpcError = (code: status, exception?: Record<string, string>): ServiceError => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(exception ?? {})) metadata.set(key, value);
  return Object.assign(new Error(`${code}: from the wire`), {
    code,
    details: 'wire',
    metadata,
  });
};

const leader = {
  exception: 'not-leader',
  'leader-endpoint-host': 'other',
  'leader-endpoint-port': '2113',
};

const transport: [string, unknown][] = [
  ['UnavailableError', new UnavailableError(grpcError(status.UNAVAILABLE))],
  ['CancelledError, a server that ends its calls', new CancelledError(grpcError(status.CANCELLED))],
  ['DeadlineExceededError', new DeadlineExceededError()],
  ['TimeoutError', new TimeoutError(grpcError(status.ABORTED))],
  ['NotLeaderError', new NotLeaderError(grpcError(status.NOT_FOUND, leader))],
  ['UnknownError with INTERNAL', new UnknownError(grpcError(status.INTERNAL))],
  ['UnknownError with DATA_LOSS', new UnknownError(grpcError(status.DATA_LOSS))],
  ['UnknownError that the store could not explain', new UnknownError()],
  ['a bare gRPC error of the first call on a channel', grpcError(status.UNAVAILABLE)],
  ['a bare gRPC error that says not-leader', grpcError(status.NOT_FOUND, leader)],
  ['write after end', Object.assign(new Error('write after end'), { code: 'ERR_STREAM' })],
  ['a discovery that found nobody', new Error('Failed to discover after 10 attempts.')],
  ['our own timer', new TimedOut('An append', 5)],
  ['something that is no error at all', 'gone'],
];

const refusals: [string, Error][] = [
  ['AccessDeniedError', new AccessDeniedError(grpcError(status.PERMISSION_DENIED))],
  ['a bare gRPC error UNAUTHENTICATED', grpcError(status.UNAUTHENTICATED)],
  ['StreamDeletedError', StreamDeletedError.fromStreamName('order-1')],
  ['MaxAppendSizeExceededError', MaxAppendSizeExceededError.fromMaxAppendSize(1)],
  ['UnknownError with INVALID_ARGUMENT', new UnknownError(grpcError(status.INVALID_ARGUMENT))],
  ['UnknownError with UNIMPLEMENTED', new UnknownError(grpcError(status.UNIMPLEMENTED))],
  ['a malformed batch append', new UnknownError(undefined, 'Could not recognize BadRequest')],
  ['a full disk', new UnknownError(undefined, 'Could not recognize The disk is full.')],
];

const batchAnswer = (message: string): Error =>
  new UnknownError(undefined, `Could not recognize ${message}`);

/** The texts in a batch answer of EventStoreDB 23.10 to an append that it has not begun. */
const notHandled = [
  'Server Is Not Ready',
  'Server Is Busy',
  'Server Is Too Busy',
  'Leader info available',
  'Status(StatusCode="NotFound", Detail="Leader info available")',
  'No leader info available in response',
  'Unknown NotHandledReason (7)',
];

const damage =
  'The event log is damaged: /data/0.segment at offset 64 (position 64 of the log): The checksum is wrong.';

describe('an error of the client', () => {
  test.each(notHandled)('%s: the store has done nothing, and may be asked again', (message) => {
    const fault = faultOf(batchAnswer(message), 'append');
    expect(fault).toBeInstanceOf(EventStoreUnavailable);
    expect(fault.retryAfterSeconds).toBe(1);
  });

  test('an answer that came apart within the store: nobody knows', () => {
    const answer =
      'Envelope callback expected either WriteEventsCompleted or NotHandled, received X';
    expect(faultOf(batchAnswer(answer), 'append')).toBeInstanceOf(OutcomeUnknown);
  });

  test.each(['Leader info available', 'No leader info available in response'])(
    '%s: another node has to be asked',
    (message) => {
      expect(isNotLeader(batchAnswer(message))).toBe(true);
      expect(isNotLeader(grpcError(status.UNKNOWN))).toBe(false);
    },
  );

  test('a not-leader that names no leader is no mistake of ours', () => {
    const error = grpcError(status.NOT_FOUND, { exception: 'not-leader' });
    expect(faultOf(error, 'read')).toBeInstanceOf(EventStoreUnavailable);
  });

  test.each([
    [
      'a read',
      new UnknownError(Object.assign(grpcError(status.DATA_LOSS), { message: `15 X: ${damage}` })),
    ],
    ['a batch answer', batchAnswer(damage)],
  ])('a damaged record in %s is named: file, offset and position', (_, error) => {
    const fault = faultOf(error, 'append');
    expect(fault).toBeInstanceOf(EventLogDamaged);
    expect(fault).toBeInstanceOf(EventStoreRefused);
    expect(fault.message).toBe(damage);
  });

  test.each(transport)('%s: the store is unavailable to a read', (_name, error) => {
    const fault = faultOf(error, 'read');
    expect(fault).toBeInstanceOf(EventStoreUnavailable);
    expect(fault.cause).toBe(error);
  });

  test.each(transport)('%s: the outcome of an append is unknown', (_name, error) => {
    const fault = faultOf(error, 'append');
    expect(fault).toBeInstanceOf(OutcomeUnknown);
    expect(fault.cause).toBe(error);
  });

  test.each(refusals)('%s: the store refuses, whatever it was asked', (_name, error) => {
    expect(faultOf(error, 'read')).toBeInstanceOf(EventStoreRefused);
    expect(faultOf(error, 'append')).toBeInstanceOf(EventStoreRefused);
  });

  test('that is a fault of ours already stays as it is', () => {
    const fault = new TooManyWaiting('test');
    expect(faultOf(fault, 'append')).toBe(fault);
  });
});

describe('a fault', () => {
  test('says who it is and when to come back', () => {
    expect(faultOf(new TimedOut('x', 1), 'append')).toMatchObject({
      name: 'OutcomeUnknown',
      retryAfterSeconds: 1,
    });
  });
});
