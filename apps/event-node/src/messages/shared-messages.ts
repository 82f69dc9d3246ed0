import type { ExpectedRevision } from '../model/requests.js';
import { ProtoReader } from '../protocol/proto-reader.js';
import { ProtoWriter, varintSize } from '../protocol/proto-writer.js';

/**
 * An expected revision is one of four fields of a message: a number, "no stream", "any" or "stream
 * exists". The numbers of these fields differ between messages, so each message has an object of
 * this type.
 */
export interface ExpectationFields {
  readonly revision: number;
  readonly noStream: number;
  readonly any: number;
  readonly streamExists: number;
}

/** The field numbers in the message `Options` of Append, BatchAppend, Delete and Tombstone. */
const requestFields: ExpectationFields = {
  revision: 2,
  noStream: 3,
  any: 4,
  streamExists: 5,
};

/**
 * Reads the expected revision if `field` is one of the four fields that can hold it. Otherwise
 * returns undefined, and the value of the field is left unread.
 */
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

const streamNameField = 3;

/** Reads the stream name in the message `StreamIdentifier`; empty if the message has no name. */
export const readStreamIdentifier = (message: Buffer): string => {
  const reader = new ProtoReader(message);
  let name = '';
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === streamNameField) name = reader.text();
    else reader.skip();
  }
  return name;
};

export const streamIdentifier = (name: string): Buffer =>
  new ProtoWriter(64).text(streamNameField, name).finish();

/**
 * The size in bytes of a message with a commit position and a prepare position. The two are always
 * the same in this node.
 */
const positionSize = (position: number): number => 2 * (1 + varintSize(position));

/** Writes a position. Commit and prepare position of an event are always the same in this node. */
export const writePosition = (writer: ProtoWriter, field: number, position: number): void => {
  writer.lengthDelimited(field, positionSize(position));
  writer.uint64(1, position).uint64(2, position);
};

/**
 * The place of the last event of an append. `revision` is -1 if the stream has no events, and
 * `position` is undefined if nothing was written.
 */
export interface AppendResult {
  readonly revision: number;
  readonly position: number | undefined;
}

const emptyFieldSize = 2;

/**
 * The size in bytes of the message `Success`, which has the same fields in the answers of Append
 * and of BatchAppend.
 */
const appendResultSize = ({ revision, position }: AppendResult): number =>
  (revision < 0 ? emptyFieldSize : 1 + varintSize(revision)) +
  emptyFieldSize +
  (position === undefined ? 0 : positionSize(position));

export const writeAppendResult = (
  writer: ProtoWriter,
  field: number,
  { revision, position }: AppendResult,
): void => {
  writer.lengthDelimited(field, appendResultSize({ revision, position }));
  if (revision < 0) writer.empty(2);
  else writer.uint64(1, revision);
  if (position === undefined) writer.empty(4);
  else writePosition(writer, 3, position);
};
