import type { ProtoReader } from '../protocol/proto-reader.js';
import type { ProtoWriter } from '../protocol/proto-writer.js';

/** What a writer expects of a stream; a revision beyond 2^53 - 1 is a bigint, only to be echoed. */
export type ExpectedRevision = 'any' | 'no_stream' | 'stream_exists' | number | bigint;

/** The fields of the three kinds that are no number, by the message they occur in. */
export interface ExpectationFields {
  readonly revision: number;
  readonly noStream: number;
  readonly any: number;
  readonly streamExists: number;
}

/** `Options` of Append, BatchAppend, Delete and Tombstone number the expectation alike. */
export const requestFields: ExpectationFields = {
  revision: 2,
  noStream: 3,
  any: 4,
  streamExists: 5,
};

/** The expectation that a field of `Options` states, undefined if it is another field. */
export const readExpectation = (
  field: number,
  reader: ProtoReader,
): ExpectedRevision | undefined => {
  if (field === requestFields.revision) return reader.uint64();
  const kind = kindOf(field);
  if (kind !== undefined) reader.skip();
  return kind;
};

const kindOf = (field: number): 'any' | 'no_stream' | 'stream_exists' | undefined => {
  if (field === requestFields.noStream) return 'no_stream';
  if (field === requestFields.any) return 'any';
  return field === requestFields.streamExists ? 'stream_exists' : undefined;
};

export const writeExpectation = (
  writer: ProtoWriter,
  fields: ExpectationFields,
  expected: ExpectedRevision,
): void => {
  if (expected === 'any') writer.empty(fields.any);
  else if (expected === 'no_stream') writer.empty(fields.noStream);
  else if (expected === 'stream_exists') writer.empty(fields.streamExists);
  else writer.uint64(fields.revision, expected);
};
