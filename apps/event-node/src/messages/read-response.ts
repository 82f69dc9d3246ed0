import { type ProtoWriter, varintSize } from '../protocol/proto-writer.js';
import { type UuidForm, uuidMessage } from '../protocol/uuid.js';
import type { EventRecord } from '../storage/log/event-record.js';
import { writePosition, streamIdentifier } from './shared-messages.js';
const typeKey = 'type';
const createdKey = 'created';
const contentTypeKey = 'content-type';
const jsonContent = Buffer.from('application/json');
const binaryContent = Buffer.from('application/octet-stream');
/**
 * The client expects the creation time of an event in ticks of 100 ns, and the node stores it in
 * milliseconds. A millisecond has 10,000 ticks, so four zeros are appended to the digits of the
 * milliseconds.
 */
const ticksSuffix = '0000';

/**
 * The size in bytes of a protobuf field with `length` bytes of content. The field number must be
 * below 16, because larger field numbers take more than one byte.
 */
const fieldSize = (length: number): number => 1 + varintSize(length) + length;

const entrySize = (key: string, value: Buffer): number =>
  fieldSize(key.length) + fieldSize(value.length);

const writeEntry = (writer: ProtoWriter, key: string, value: Buffer): void => {
  writer.lengthDelimited(6, entrySize(key, value));
  writer.lengthDelimited(1, key.length).ascii(key);
  writer.bytes(2, value);
};

/**
 * The fields of the message `RecordedEvent`. Each field is decoded from the stored record only
 * once, although it is needed twice: for its size and for its bytes.
 */
interface RecordedEvent {
  readonly id: Buffer;
  readonly streamName: Buffer;
  readonly revision: number;
  readonly position: number;
  readonly type: Buffer;
  readonly created: Buffer;
  readonly contentType: Buffer;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

const recordedEvent = (event: EventRecord, form: UuidForm): RecordedEvent => ({
  id: uuidMessage(event.id, form),
  streamName: event.streamName,
  revision: event.revision,
  position: event.position,
  type: event.type,
  created: Buffer.from(event.created.toString() + ticksSuffix, 'latin1'),
  contentType: event.isJson ? jsonContent : binaryContent,
  metadata: event.metadata,
  data: event.data,
});

const recordedSize = (event: RecordedEvent): number =>
  fieldSize(event.id.length) +
  fieldSize(fieldSize(event.streamName.length)) +
  1 +
  varintSize(event.revision) +
  2 * (1 + varintSize(event.position)) +
  fieldSize(entrySize(typeKey, event.type)) +
  fieldSize(entrySize(createdKey, event.created)) +
  fieldSize(entrySize(contentTypeKey, event.contentType)) +
  fieldSize(event.metadata.length) +
  fieldSize(event.data.length);

const writeRecorded = (writer: ProtoWriter, event: RecordedEvent): void => {
  writer.bytes(1, event.id);
  writer.lengthDelimited(2, fieldSize(event.streamName.length)).bytes(3, event.streamName);
  writer.uint64(3, event.revision).uint64(4, event.position).uint64(5, event.position);
  writeEntry(writer, typeKey, event.type);
  writeEntry(writer, createdKey, event.created);
  writeEntry(writer, contentTypeKey, event.contentType);
  writer.bytes(7, event.metadata).bytes(8, event.data);
};

/**
 * The content of a response. If the read followed a link, `link` is the link event, and `event` is
 * the event that it points to. If that event does not exist, the response has only the link.
 */
interface SentEvent {
  readonly event: EventRecord | undefined;
  readonly link: EventRecord | undefined;
}

/**
 * Writes one `ReadResp` with an event. Protobuf writes each size before the content. All sizes are
 * therefore computed first, so that the bytes of the event are copied only once.
 */
export const writeReadEvent = (frames: ProtoWriter, sent: SentEvent, form: UuidForm): void => {
  const event = sent.event && recordedEvent(sent.event, form);
  const link = sent.link && recordedEvent(sent.link, form);
  const eventSize = event === undefined ? 0 : recordedSize(event);
  const linkSize = link === undefined ? 0 : recordedSize(link);
  const position = (link ?? event)?.position ?? 0;
  const size =
    (event === undefined ? 0 : fieldSize(eventSize)) +
    (link === undefined ? 0 : fieldSize(linkSize)) +
    1 +
    varintSize(position);
  frames.frameHead(fieldSize(size)).lengthDelimited(1, size);
  if (event !== undefined) writeRecorded(frames.lengthDelimited(1, eventSize), event);
  if (link !== undefined) writeRecorded(frames.lengthDelimited(2, linkSize), link);
  frames.uint64(3, position);
};

export const writeConfirmation = (frames: ProtoWriter, subscriptionId: string): void => {
  frames.frame((response) => {
    response.message(2, (confirmation) => {
      confirmation.text(1, subscriptionId);
    });
  });
};

export const writeCheckpoint = (frames: ProtoWriter, position: number): void => {
  frames.frame((response) => {
    writePosition(response, 3, position);
  });
};

export const writeStreamNotFound = (frames: ProtoWriter, streamName: string): void => {
  frames.frame((response) => {
    response.message(4, (notFound) => {
      notFound.bytes(1, streamIdentifier(streamName));
    });
  });
};

export const writeCaughtUp = (frames: ProtoWriter): void => {
  frames.frame((response) => {
    response.empty(8);
  });
};
