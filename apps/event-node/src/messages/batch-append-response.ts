import type { ProtoWriter } from '../protocol/proto-writer.js';
import { type AppendedAt, writeAppendedAt } from './appended-at.js';
import {
  type ExpectationFields,
  type ExpectedRevision,
  writeExpectation,
} from './expected-revision.js';
import { streamIdentifier } from './stream-identifier.js';

/** What a batch response says of the append it answers. */
export interface BatchAppendSubject {
  /** The message `UUID` as the client sent it. */
  readonly correlationId: Buffer;
  readonly streamName: string;
  readonly expected: ExpectedRevision;
}

const responseFields: ExpectationFields = { revision: 5, noStream: 6, any: 7, streamExists: 8 };

const writeSubject = (writer: ProtoWriter, subject: BatchAppendSubject): void => {
  writer.bytes(4, streamIdentifier(subject.streamName));
  writeExpectation(writer, responseFields, subject.expected);
};

export const writeBatchSuccess = (
  frames: ProtoWriter,
  subject: BatchAppendSubject,
  at: AppendedAt,
): void => {
  frames.frame((response) => {
    response.bytes(1, subject.correlationId);
    writeAppendedAt(response, 3, at);
    writeSubject(response, subject);
  });
};

/**
 * `google.rpc.Status` with one typed detail: without it the client throws (event-node.md, section
 * 3).
 */
export interface BatchAppendError {
  readonly code: number;
  readonly message: string;
  readonly detail: { readonly name: string; readonly value: Buffer };
}

export const writeBatchError = (
  frames: ProtoWriter,
  subject: BatchAppendSubject,
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
    writeSubject(response, subject);
  });
};
