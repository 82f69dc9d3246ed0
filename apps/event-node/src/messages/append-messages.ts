import { MalformedMessage } from '../model/faults.js';
import type { ExpectedRevision, ProposedEvent } from '../model/requests.js';
import { ProtoReader } from '../protocol/proto-reader.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import { isZeroUuid, readUuid } from '../protocol/uuid.js';
import {
  type AppendResult,
  readExpectation,
  readStreamIdentifier,
  writeAppendResult,
  writeExpectation,
  writePosition,
} from './shared-messages.js';

/** The options of Append, Delete and Tombstone. */
export interface StreamOptions {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
}

const readStreamOptions = (reader: ProtoReader): StreamOptions => {
  let streamName = '';
  let expected: ExpectedRevision = 'any';
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    const stated = readExpectation(field, reader);
    if (stated !== undefined) expected = stated;
    else if (field === 1) streamName = readStreamIdentifier(reader.bytes());
    else reader.skip();
  }
  return { streamName, expected };
};

/**
 * One message of an Append call. The first message has the options, and each later message has one
 * event.
 */
export interface AppendPart {
  readonly options?: StreamOptions;
  readonly event?: ProposedEvent;
}

export const readAppendPart = (message: Buffer): AppendPart => {
  const reader = new ProtoReader(message);
  let part: AppendPart = {};
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) part = { options: readStreamOptions(reader.message()) };
    else if (field === 2) part = { event: readProposedEvent(reader.bytes()) };
    else reader.skip();
  }
  return part;
};

/**
 * Reads the request of Delete or Tombstone. The fields have the same numbers as those of Append, so
 * the same function reads them.
 */
export const readRemovalRequest = (message: Buffer): StreamOptions =>
  readAppendPart(message).options ?? { streamName: '', expected: 'any' };

const wrongRevisionFields = { revision: 8, any: 9, streamExists: 10, noStream: 11 };

export const appendSuccess = (at: AppendResult): Buffer =>
  new ProtoWriter(64)
    .frame((response) => {
      writeAppendResult(response, 1, at);
    })
    .finish();

/**
 * The response of Append when the stream is not at the expected revision. The call itself ends with
 * the gRPC status OK, because the response contains the refusal.
 */
export const appendWrongRevision = (expected: ExpectedRevision, current: number): Buffer =>
  new ProtoWriter(64)
    .frame((response) => {
      response.message(2, (wrong) => {
        if (current < 0) wrong.empty(7);
        else wrong.uint64(6, current);
        writeExpectation(wrong, wrongRevisionFields, expected);
      });
    })
    .finish();

/** The response of Delete and of Tombstone. Both messages have the same fields. */
export const removalResponse = (position: number): Buffer =>
  new ProtoWriter(32)
    .frame((response) => {
      writePosition(response, 1, position);
    })
    .finish();

/**
 * The client sent an event without the metadata `type` or `content-type`, or with an empty type.
 */
export class RequiredMetadataMissing extends MalformedMessage {
  constructor() {
    super('Required metadata is missing: type and content-type.');
  }
}

const nothing: Buffer = Buffer.alloc(0);
const typeKey = Buffer.from('type');
const contentTypeKey = Buffer.from('content-type');
const jsonContent = Buffer.from('application/json');

interface SystemMetadata {
  type: Buffer;
  contentType: Buffer | undefined;
}

const readMetadataEntry = (entry: ProtoReader, into: SystemMetadata): void => {
  let key = nothing;
  let value = nothing;
  for (let field = entry.next(); field !== 0; field = entry.next()) {
    if (field === 1) key = entry.bytes();
    else if (field === 2) value = entry.bytes();
    else entry.skip();
  }
  if (key.equals(typeKey)) into.type = value;
  else if (key.equals(contentTypeKey)) into.contentType = value;
};

/**
 * Reads an event from the message `ProposedMessage`, which has the same fields in Append and in
 * BatchAppend.
 */
export const readProposedEvent = (message: Buffer): ProposedEvent => {
  const reader = new ProtoReader(message);
  const system: SystemMetadata = { type: nothing, contentType: undefined };
  let id: Buffer | undefined;
  let metadata = nothing;
  let data = nothing;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) id = readUuid(reader.bytes());
    else if (field === 2) readMetadataEntry(reader.message(), system);
    else if (field === 3) metadata = reader.bytes();
    else if (field === 4) data = reader.bytes();
    else reader.skip();
  }
  if (id === undefined || isZeroUuid(id)) throw new MalformedMessage('An event has no id.');
  const { type, contentType } = system;
  if (type.length === 0 || contentType === undefined) throw new RequiredMetadataMissing();
  return { id, type, isJson: contentType.equals(jsonContent), metadata, data };
};
