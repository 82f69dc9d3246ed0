import { MalformedMessage } from '../protocol/malformed-message.js';
import { ProtoReader } from '../protocol/proto-reader.js';
import { isZeroUuid, readUuid } from '../protocol/uuid.js';

/** An event that a client asks to append. Buffers are views of the received message. */
export interface ProposedEvent {
  readonly id: Buffer;
  readonly type: Buffer;
  readonly isJson: boolean;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

/** `type` or `content-type` is not there, or the type is empty (event-node.md, section 3). */
export class RequiredMetadataMissing extends MalformedMessage {
  constructor() {
    super('Required metadata is missing: type and content-type.');
  }
}

const NOTHING: Buffer = Buffer.alloc(0);
const TYPE = Buffer.from('type');
const CONTENT_TYPE = Buffer.from('content-type');
const JSON_CONTENT = Buffer.from('application/json');

interface SystemMetadata {
  type: Buffer;
  contentType: Buffer | undefined;
}

const readMetadataEntry = (entry: ProtoReader, into: SystemMetadata): void => {
  let key = NOTHING;
  let value = NOTHING;
  for (let field = entry.next(); field !== 0; field = entry.next()) {
    if (field === 1) key = entry.bytes();
    else if (field === 2) value = entry.bytes();
    else entry.skip();
  }
  if (key.equals(TYPE)) into.type = value;
  else if (key.equals(CONTENT_TYPE)) into.contentType = value;
};

/** Reads the message `ProposedMessage`, which Append and BatchAppend number alike. */
export const readProposedEvent = (message: Buffer): ProposedEvent => {
  const reader = new ProtoReader(message);
  const system: SystemMetadata = { type: NOTHING, contentType: undefined };
  let id: Buffer | undefined;
  let metadata = NOTHING;
  let data = NOTHING;
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
  return { id, type, isJson: contentType.equals(JSON_CONTENT), metadata, data };
};

/** The size that counts against the limit of an append (event-node.md, section 3). */
export const sizeOf = (event: ProposedEvent): number =>
  event.data.length + event.metadata.length + 2 * event.type.toString('utf8').length;
