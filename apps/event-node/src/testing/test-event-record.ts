import {
  encodeEvent,
  type EventFields,
  recordFlags,
  recordSize,
  EventRecord,
} from '../storage/log/event-record.js';

interface StoredEventDraft extends Partial<
  Omit<EventFields, 'type' | 'streamName' | 'data' | 'metadata'>
> {
  readonly position?: number;
  readonly type?: string;
  readonly streamName?: string;
  readonly data?: string;
  readonly metadata?: string;
}

/** Returns a stored event. Fields that the draft leaves out have default values. */
export const eventRecord = (draft: StoredEventDraft = {}): EventRecord => {
  const { position = 1, type = 'T', streamName = 's', data = '{}', metadata = '' } = draft;
  const fields = {
    id: Buffer.alloc(16, 1),
    streamNumber: 1,
    revision: 0,
    created: 1_700_000_000_000,
    flags: recordFlags.isJson,
    ...draft,
    type: Buffer.from(type),
    streamName: Buffer.from(streamName),
    data: Buffer.from(data),
    metadata: Buffer.from(metadata),
  };
  const record = Buffer.alloc(recordSize(fields));
  encodeEvent(fields, record);
  return new EventRecord(position, record);
};
