import { recordFlags } from '../storage/log/event-record.js';
import {
  newEventId,
  type ProposedEvent,
  type AppendRequest,
  type RemovalRequest,
  type WriteOutcome,
  type WriteRequest,
} from '../model/requests.js';
import { LogDamaged } from '../model/faults.js';
import { checkExpectedRevision, checkRemoval, type StreamView } from './check-expected-revision.js';
import type { Round } from './round.js';
import {
  deletedMetadata,
  metadataType,
  metadataFrom,
  noLimits,
  parseStreamMetadata,
  isMetadataStream,
  metadataStreamOf,
  streamOfMetadata,
} from '../model/stream.js';
const nothing = Buffer.alloc(0);

/** The type of the event that is appended to tombstone a stream. */
const tombstoneType = '$streamDeleted';

/**
 * Checks a write against the state after all earlier writes, and adds its events to the round (the
 * events of the next write to the disk). All stored records that the check needs are read before
 * the first event is added. If one of them is damaged, only this write is refused, and the node
 * continues.
 */
export const applyWrite = (round: Round, request: WriteRequest): WriteOutcome => {
  try {
    const outcome =
      request.kind === 'append' ? applyAppend(round, request) : applyRemoval(round, request);
    round.endWrite();
    return outcome;
  } catch (error) {
    if (error instanceof LogDamaged) return { kind: 'damaged', what: error.message };
    throw error;
  }
};

const applyAppend = (round: Round, request: AppendRequest): WriteOutcome => {
  const { streamName, expected, events } = request;
  const view = viewOf(round, streamName);
  if (events.length === 0 && !view.isTombstoned) {
    return { kind: 'written', revision: view.revision, position: undefined };
  }
  const check = checkExpectedRevision(view, expected, idsOf(events));
  if (check.kind === 'stream-deleted') return check;
  if (check.kind === 'wrong-revision') return { ...check, current: view.revision };
  if (check.kind === 'append') return writeEvents(round, streamName, { events });
  const { number } = round.head(streamName);
  const { revision } = check;
  return { kind: 'written', revision, position: round.event(number, revision)?.position };
};

const applyRemoval = (round: Round, request: RemovalRequest): WriteOutcome => {
  const { streamName, expected } = request;
  const view = viewOf(round, streamName);
  const check = checkRemoval(view, expected);
  if (check.kind === 'stream-deleted') return check;
  const isNothing = view.revision < 0 && !view.hasMetadata;
  const refused = check.kind !== 'append' || (request.kind === 'delete' && isNothing);
  if (refused) return { kind: 'wrong-revision', current: view.revision };
  if (request.kind === 'tombstone') return tombstone(round, streamName);
  return writeMetadata(round, streamName, deletedMetadata);
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

interface EventsToWrite {
  readonly events: readonly ProposedEvent[];
  readonly flags?: number;
}

const writeEvents = (
  round: Round,
  streamName: string,
  { events, flags = 0 }: EventsToWrite,
): WriteOutcome => {
  const head = round.head(streamName);
  const isContinued = head.isSoftDeleted && !isMetadataStream(streamName);
  const metadata = isContinued ? round.metadataJson(streamName) : nothing;
  const streamNumber = round.numberOf(head);
  const name = Buffer.from(streamName, 'utf8');
  let revision = head.revision;
  let position = 0;
  for (const event of events) {
    revision += 1;
    position = round.add({
      streamName: name,
      streamNumber,
      revision,
      id: event.id,
      type: event.type,
      flags: flags | (event.isJson ? recordFlags.isJson : 0),
      metadata: event.metadata,
      data: event.data,
    });
  }
  round.setHead(streamName, { ...head, number: streamNumber, revision });
  if (isMetadataStream(streamName)) {
    noteMetadata(round, streamOfMetadata(streamName), events.at(-1));
  } else if (isContinued) {
    // The stream was deleted, and events are appended again: from now on reads of the stream begin
    // with the first new event.
    const json = metadataFrom(metadata, head.revision + 1);
    writeMetadata(round, streamName, json);
  }
  return { kind: 'written', revision, position };
};

const writeMetadata = (round: Round, streamName: string, json: Buffer): WriteOutcome =>
  writeEvents(round, metadataStreamOf(streamName), { events: [metadataEvent(json)] });

/**
 * Updates the head (current state) of the stream `s` after events were added to its metadata stream
 * `$$s`. The last of these events holds the metadata of `s`.
 */
const noteMetadata = (round: Round, streamName: string, event: ProposedEvent | undefined): void => {
  const isReadable = event?.isJson === true && event.type.toString('utf8') === metadataType;
  const { isSoftDeleted } = isReadable ? parseStreamMetadata(event.data) : noLimits;
  round.setHead(streamName, { ...round.head(streamName), hasMetadata: true, isSoftDeleted });
};

const systemEvent = (type: string, data: Buffer): ProposedEvent => ({
  id: newEventId(),
  type: Buffer.from(type),
  isJson: true,
  metadata: nothing,
  data,
});

/**
 * Returns an event that sets the metadata of a stream when it is appended to the metadata stream.
 */
export const metadataEvent = (json: Buffer): ProposedEvent => systemEvent(metadataType, json);

const tombstone = (round: Round, streamName: string): WriteOutcome => {
  const events = [systemEvent(tombstoneType, nothing)];
  const outcome = writeEvents(round, streamName, { events, flags: recordFlags.isTombstone });
  round.setHead(streamName, { ...round.head(streamName), isTombstoned: true });
  return outcome;
};
