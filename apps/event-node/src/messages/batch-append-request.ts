import { ProtoReader } from '../protocol/proto-reader.js';
import { type ExpectedRevision, readExpectation } from './expected-revision.js';
import { readStreamIdentifier } from './stream-identifier.js';

/** The options of a batch append: only in the first chunk of its correlation id. */
export interface BatchAppendOptions {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  /** Milliseconds since the Unix epoch. */
  readonly deadline: number | undefined;
}

/**
 * One chunk. Options and events are still encoded, so that a fault in them can be answered by its
 * id.
 */
export interface BatchAppendChunk {
  readonly correlationId: Buffer;
  readonly options: Buffer | undefined;
  readonly events: readonly Buffer[];
  readonly isFinal: boolean;
}

const NOTHING: Buffer = Buffer.alloc(0);

export const readBatchAppendChunk = (message: Buffer): BatchAppendChunk => {
  const reader = new ProtoReader(message);
  const events: Buffer[] = [];
  let correlationId = NOTHING;
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

/** A `google.protobuf.Timestamp` as milliseconds since the Unix epoch. */
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
