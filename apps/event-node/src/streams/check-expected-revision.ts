import type { ExpectedRevision } from '../model/requests.js';

/**
 * The state of a stream against which a write is checked. The state includes all earlier writes,
 * even if they are not durable yet.
 */
export interface StreamView {
  /** True if the stream is tombstoned. A metadata stream `$$s` counts as tombstoned if `s` is. */
  readonly isTombstoned: boolean;
  readonly isSoftDeleted: boolean;
  readonly hasMetadata: boolean;
  /** The revision of the last event of the stream; -1 if the stream has no event. */
  readonly revision: number;
  idAt(revision: number): Buffer | undefined;
  /**
   * Returns the revision of the event with this id in the stream. Returns undefined if the event is
   * not among the newest 100,000 events of the log.
   */
  knownRevision(id: Buffer): number | undefined;
}

export type RevisionCheck =
  | { readonly kind: 'append' }
  /**
   * All events of the append are in the stream already, so the append is a repetition. `revision`
   * is the revision of its last event.
   */
  | { readonly kind: 'repeated'; readonly revision: number }
  | { readonly kind: 'wrong-revision' }
  | { readonly kind: 'stream-deleted' };

const append: RevisionCheck = { kind: 'append' };
const wrongRevision: RevisionCheck = { kind: 'wrong-revision' };
const streamDeleted: RevisionCheck = { kind: 'stream-deleted' };

/**
 * Checks an append of events with these ids against the expected revision (event-node.md, "Expected
 * revisions"). Appends without events must not be passed to this function.
 */
export const checkExpectedRevision = (
  stream: StreamView,
  expected: ExpectedRevision,
  ids: readonly Buffer[],
): RevisionCheck => {
  if (stream.isTombstoned) return streamDeleted;
  if (expected === 'stream_exists') {
    const refusal = checkExistence(stream);
    if (refusal !== undefined) return refusal;
  }
  if (expected === 'any' || expected === 'stream_exists') return checkByKnownIds(stream, ids);
  return checkByRevision(stream, revisionOf(expected), ids);
};

/**
 * Checks a delete or tombstone against the expected revision, by the same rules as an append. A
 * repetition is not recognised, because the client sends no event id with it.
 */
export const checkRemoval = (stream: StreamView, expected: ExpectedRevision): RevisionCheck => {
  if (stream.isTombstoned) return streamDeleted;
  if (expected === 'any') return append;
  if (expected === 'stream_exists') return checkExistence(stream) ?? append;
  const revision = revisionOf(expected);
  if (revision === stream.revision) return append;
  return revision === -1 && stream.isSoftDeleted ? append : wrongRevision;
};

const checkExistence = (stream: StreamView): RevisionCheck | undefined => {
  if (stream.isSoftDeleted) return streamDeleted;
  return stream.revision < 0 && !stream.hasMetadata ? wrongRevision : undefined;
};

const checkByKnownIds = (stream: StreamView, ids: readonly Buffer[]): RevisionCheck => {
  let last: number | undefined;
  for (const [index, id] of ids.entries()) {
    const revision = stream.knownRevision(id);
    if (revision === undefined) return index === 0 ? append : wrongRevision;
    last = revision;
  }
  return last === undefined ? append : { kind: 'repeated', revision: last };
};

const checkByRevision = (
  stream: StreamView,
  expected: number,
  ids: readonly Buffer[],
): RevisionCheck => {
  if (expected === stream.revision) return append;
  if (expected > stream.revision) return wrongRevision;
  const isSameAt = (index: number): boolean => {
    const stored = stream.idAt(expected + 1 + index);
    return stored !== undefined && ids[index]?.equals(stored) === true;
  };
  if (ids.length > 0 && ids.every((_, index) => isSameAt(index))) {
    return { kind: 'repeated', revision: expected + ids.length };
  }
  const continuesDeleted = expected === -1 && stream.isSoftDeleted && !isSameAt(0);
  return continuesDeleted ? append : wrongRevision;
};

const revisionOf = (expected: number | bigint | 'no_stream'): number =>
  expected === 'no_stream' ? -1 : Number(expected);
