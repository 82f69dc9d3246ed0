import { ProtoWriter } from '../protocol/proto-writer.js';
import type { BatchAppendError } from './batch-append-response.js';
import { type ExpectedRevision, writeExpectation } from './expected-revision.js';
import { streamIdentifier } from './stream-identifier.js';

const NOTHING = Buffer.alloc(0);
const expectedFields = { revision: 3, any: 4, streamExists: 5, noStream: 6 };

// The typed errors of BatchAppend with the google.rpc code of each: event-node.md, section 4.

export const wrongRevisionError = (
  expected: ExpectedRevision,
  current: number,
): BatchAppendError => {
  const value = new ProtoWriter(32);
  if (current < 0) value.empty(2);
  else value.uint64(1, current);
  writeExpectation(value, expectedFields, expected);
  return {
    code: 6,
    message: `Wrong expected revision: the stream is at ${current}.`,
    detail: { name: 'WrongExpectedVersion', value: value.finish() },
  };
};

export const streamDeletedError = (streamName: string): BatchAppendError => ({
  code: 5,
  message: 'The stream is deleted.',
  detail: {
    name: 'StreamDeleted',
    value: new ProtoWriter(64).bytes(1, streamIdentifier(streamName)).finish(),
  },
});

export const appendTooLargeError = (appendBytesMax: number): BatchAppendError => ({
  code: 3,
  message: `The append is larger than ${appendBytesMax} bytes.`,
  detail: {
    name: 'MaximumAppendSizeExceeded',
    value: new ProtoWriter(16).uint64(1, appendBytesMax).finish(),
  },
});

export const badRequestError = (message: string): BatchAppendError => ({
  code: 3,
  message,
  detail: { name: 'BadRequest', value: new ProtoWriter(64).text(1, message).finish() },
});

/** The client has no class for it: its `UnknownError` says what the message says. */
export const diskFullError = (): BatchAppendError => ({
  code: 8,
  message: 'The disk of the event node is full. Nothing was written.',
  detail: { name: 'DiskFull', value: NOTHING },
});

/** As with a full disk the client's `UnknownError` says what the message says. */
export const logDamagedError = (what: string): BatchAppendError => ({
  code: 15,
  message: what,
  detail: { name: 'LogDamaged', value: NOTHING },
});

export const timeoutError = (message: string): BatchAppendError => ({
  code: 4,
  message,
  detail: { name: 'Timeout', value: NOTHING },
});
