import { encodeEvent, StoredEvent } from '../storage/event-record.js';
import type { StreamHead } from '../storage/stream-head.js';
import { randomUUID } from 'node:crypto';
import type { ProposedEvent } from '../messages/proposed-event.js';
import { parseUuid } from '../protocol/uuid.js';
import { judgeAppend, judgeRemoval, type StreamView } from './judgement.js';
import type { Round } from './round.js';
import {
  DELETED_METADATA,
  METADATA_TYPE,
  metadataFrom,
  parseStreamMetadata,
} from './stream-metadata.js';
import { isMetadataStream, metadataStreamOf, streamOfMetadata } from './stream-name.js';
import type { AppendRequest, RemovalRequest, WriteOutcome, WriteRequest } from './write-request.js';

const NOTHING = Buffer.alloc(0);

/** The type of the event that tombstones a stream. */
const TOMBSTONE_TYPE = '$streamDeleted';

/** Judges a write on the state of the round, and adds to the round what it writes. */
export const applyWrite = (round: Round, request: WriteRequest): WriteOutcome =>
  request.kind === 'append' ? applyAppend(round, request) : applyRemoval(round, request);

const applyAppend = (round: Round, request: AppendRequest): WriteOutcome => {
  const { streamName, expected, events } = request;
  const view = viewOf(round, streamName);
  if (events.length === 0 && !view.isTombstoned) {
    return { kind: 'written', revision: view.revision, position: undefined };
  }
  const judgement = judgeAppend(view, expected, idsOf(events));
  if (judgement.kind === 'stream-deleted') return judgement;
  if (judgement.kind === 'wrong-revision') return { ...judgement, current: view.revision };
  if (judgement.kind === 'append') return writeEvents(round, streamName, events);
  const { number } = round.head(streamName);
  const { revision } = judgement;
  return { kind: 'written', revision, position: round.event(number, revision)?.position };
};

const applyRemoval = (round: Round, request: RemovalRequest): WriteOutcome => {
  const { streamName, expected } = request;
  const view = viewOf(round, streamName);
  const judgement = judgeRemoval(view, expected);
  if (judgement.kind === 'stream-deleted') return judgement;
  const isNothing = view.revision < 0 && !view.hasMetadata;
  const refused = judgement.kind !== 'append' || (request.kind === 'delete' && isNothing);
  if (refused) return { kind: 'wrong-revision', current: view.revision };
  if (request.kind === 'tombstone') return tombstone(round, streamName);
  return writeEvents(round, metadataStreamOf(streamName), [metadataEvent(DELETED_METADATA)]);
};

const viewOf = (round: Round, streamName: string): StreamView => {
  const head = round.head(streamName);
  const isTombstoned =
    head.isTombstoned ||
    (isMetadataStream(streamName) && round.head(streamOfMetadata(streamName)).isTombstoned);
  return {
    isTombstoned,
    isSoftDeleted: head.isSoftDeleted,
    hasMetadata: head.hasMetadata,
    revision: head.revision,
    idAt: (revision) => round.event(head.number, revision)?.id,
    knownRevision: (id) => round.knownRevision(head.number, id),
  };
};

const idsOf = (events: readonly ProposedEvent[]): Buffer[] => events.map((event) => event.id);

const writeEvents = (
  round: Round,
  streamName: string,
  events: readonly ProposedEvent[],
): WriteOutcome => {
  const head = round.numberedHead(streamName);
  const name = Buffer.from(streamName, 'utf8');
  let revision = head.revision;
  let position = 0;
  for (const event of events) {
    revision += 1;
    position = addEvent(round, { streamName: name, streamNumber: head.number, revision }, event);
  }
  round.setHead(streamName, { ...head, revision });
  if (isMetadataStream(streamName)) {
    noteMetadata(round, streamOfMetadata(streamName), { event: events.at(-1), position });
  } else if (head.isSoftDeleted) {
    continueDeleted(round, streamName, head);
  }
  return { kind: 'written', revision, position };
};

interface Place {
  readonly streamName: Buffer;
  readonly streamNumber: number;
  readonly revision: number;
}

const addEvent = (round: Round, place: Place, event: ProposedEvent): number => {
  const position = round.takePosition();
  const { streamName, streamNumber, revision } = place;
  const { id, type, isJson, metadata, data } = event;
  const { created } = round;
  const parts = { streamName, type, isJson, metadata, data };
  const record = encodeEvent({ id, streamNumber, revision, created, ...parts });
  round.add(place.streamNumber, new StoredEvent(position, record));
  return position;
};

interface LastMetadata {
  readonly event: ProposedEvent | undefined;
  readonly position: number;
}

/** The last event of `$$s` is the metadata of `s` from now on. */
const noteMetadata = (
  round: Round,
  streamName: string,
  { event, position }: LastMetadata,
): void => {
  const head = round.numberedHead(streamName);
  const isReadable = event?.isJson === true && event.type.toString('utf8') === METADATA_TYPE;
  const json = isReadable ? event.data : NOTHING;
  const { isSoftDeleted } = parseStreamMetadata(json);
  round.metadata.set(head.number, { position, json });
  round.setHead(streamName, { ...head, hasMetadata: true, isSoftDeleted });
};

/** A soft-deleted stream that is appended to reads again from its first new event on. */
const continueDeleted = (round: Round, streamName: string, before: StreamHead): void => {
  const json = metadataFrom(round.metadataJson(before.number), before.revision + 1);
  writeEvents(round, metadataStreamOf(streamName), [metadataEvent(json)]);
};

const systemEvent = (type: string, data: Buffer): ProposedEvent => ({
  id: parseUuid(Buffer.from(randomUUID())),
  type: Buffer.from(type),
  isJson: true,
  metadata: NOTHING,
  data,
});

/** The event that sets a stream's metadata when it is appended to its metadata stream. */
export const metadataEvent = (json: Buffer): ProposedEvent => systemEvent(METADATA_TYPE, json);

const tombstone = (round: Round, streamName: string): WriteOutcome => {
  const outcome = writeEvents(round, streamName, [systemEvent(TOMBSTONE_TYPE, NOTHING)]);
  round.setHead(streamName, { ...round.head(streamName), isTombstoned: true });
  return outcome;
};
