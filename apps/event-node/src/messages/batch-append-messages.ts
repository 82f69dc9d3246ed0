import type { ExpectedRevision } from '../model/requests.js';
import { ProtoReader } from '../protocol/proto-reader.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import {
  type AppendResult,
  type ExpectationFields,
  readExpectation,
  readStreamIdentifier,
  streamIdentifier,
  writeAppendResult,
  writeExpectation,
} from './shared-messages.js';

/** The options of an append, which are in the first chunk of the append. */
interface BatchAppendOptions {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  /** The deadline that the client set, in milliseconds since the Unix epoch. */
  readonly deadline: number | undefined;
}

/**
 * One chunk of an append. Its options and events are decoded later, because they may be invalid.
 * The correlation id is known by then, so that the error is reported for the right append.
 */
export interface BatchAppendChunk {
  readonly correlationId: Buffer;
  readonly options: Buffer | undefined;
  readonly events: readonly Buffer[];
  readonly isFinal: boolean;
}

export const readBatchAppendChunk = (message: Buffer): BatchAppendChunk => {
  const reader = new ProtoReader(message);
  const events: Buffer[] = [];
  let correlationId = nothing;
  let options: Buffer | undefined;
  let isFinal = false;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) correlationId = reader.bytes();
    else if (field === 2) options = reader.bytes();
    else if (field === 3) events.push(reader.bytes());
    else if (field === 4) isFinal = reader.bool();
    else reader.skip();
  }
  return { correlationId, options, events, isFinal };
};

/** Reads a `google.protobuf.Timestamp` as milliseconds since the Unix epoch. */
const readTimestamp = (reader: ProtoReader): number => {
  let seconds = 0;
  let nanos = 0;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) seconds = reader.uint53();
    else if (field === 2) nanos = reader.uint53();
    else reader.skip();
  }
  return seconds * 1000 + nanos / 1_000_000;
};

export const readBatchAppendOptions = (message: Buffer): BatchAppendOptions => {
  const reader = new ProtoReader(message);
  let streamName = '';
  let expected: ExpectedRevision = 'any';
  let deadline: number | undefined;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    const stated = readExpectation(field, reader);
    if (stated !== undefined) expected = stated;
    else if (field === 1) streamName = readStreamIdentifier(reader.bytes());
    else if (field === 6) deadline = readTimestamp(reader.message());
    else reader.skip();
  }
  return { streamName, expected, deadline };
};

/** The fields of an append that are repeated in its answer. */
export interface BatchAppendTarget {
  /** The encoded message `UUID`, as the client sent it. */
  readonly correlationId: Buffer;
  readonly streamName: string;
  readonly expected: ExpectedRevision;
}

const responseFields: ExpectationFields = { revision: 5, noStream: 6, any: 7, streamExists: 8 };

const writeTarget = (writer: ProtoWriter, subject: BatchAppendTarget): void => {
  writer.bytes(4, streamIdentifier(subject.streamName));
  writeExpectation(writer, responseFields, subject.expected);
};

export const writeBatchSuccess = (
  frames: ProtoWriter,
  subject: BatchAppendTarget,
  at: AppendResult,
): void => {
  frames.frame((response) => {
    response.bytes(1, subject.correlationId);
    writeAppendResult(response, 3, at);
    writeTarget(response, subject);
  });
};

/**
 * An error in the form of a `google.rpc.Status`. The official client chooses its error class by the
 * type of `detail`, and fails if `detail` is missing.
 */
export interface BatchAppendError {
  readonly code: number;
  readonly message: string;
  readonly detail: { readonly name: string; readonly value: Buffer };
}

export const writeBatchError = (
  frames: ProtoWriter,
  subject: BatchAppendTarget,
  error: BatchAppendError,
): void => {
  frames.frame((response) => {
    response.bytes(1, subject.correlationId);
    response.message(2, (status) => {
      status.uint64(1, error.code).text(2, error.message);
      status.message(3, (any) => {
        any.text(1, `type.googleapis.com/event_store.client.${error.detail.name}`);
        any.bytes(2, error.detail.value);
      });
    });
    writeTarget(response, subject);
  });
};

const nothing: Buffer = Buffer.alloc(0);
const expectedFields = { revision: 3, any: 4, streamExists: 5, noStream: 6 };

// The functions below make the typed errors of BatchAppend, each with its google.rpc code.

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

/**
 * The error for a full disk. The client has no error class for a full disk and throws an
 * `UnknownError` with this message.
 */
export const diskFullError = (): BatchAppendError => ({
  code: 8,
  message: 'The disk of the event node is full. Nothing was written.',
  detail: { name: 'DiskFull', value: nothing },
});

/**
 * The error for a damaged record. The client has no error class for damage and throws an
 * `UnknownError` with this message.
 */
export const logDamagedError = (what: string): BatchAppendError => ({
  code: 15,
  message: what,
  detail: { name: 'LogDamaged', value: nothing },
});

export const timeoutError = (message: string): BatchAppendError => ({
  code: 4,
  message,
  detail: { name: 'Timeout', value: nothing },
});
