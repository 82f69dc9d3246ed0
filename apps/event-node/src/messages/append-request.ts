import { ProtoReader } from '../protocol/proto-reader.js';
import { type ExpectedRevision, readExpectation } from './expected-revision.js';
import { type ProposedEvent, readProposedEvent } from './proposed-event.js';
import { readStreamIdentifier } from './stream-identifier.js';

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

/** One message of an Append call: the options first, then one message for each event. */
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

/** `DeleteReq` and `TombstoneReq` are alike. */
export const readRemovalRequest = (message: Buffer): StreamOptions =>
  readAppendPart(message).options ?? { streamName: '', expected: 'any' };
