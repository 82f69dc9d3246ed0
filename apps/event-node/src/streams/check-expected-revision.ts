import type { ExpectedRevision } from '../model/requests.js';

/**
 * The state of a stream that the check of a write needs, with the writes before it that are not
 * durable yet.
 */
export interface StreamView {
  /** Also true for `$$s` if `s` is tombstoned. */
  readonly isTombstoned: boolean;
  readonly isSoftDeleted: boolean;
  readonly hasMetadata: boolean;
  /** The last revision, -1 without an event. */
  readonly revision: number;
  idAt(revision: number): Buffer | undefined;
  /** The revision of a recently written event of this stream. */
  knownRevision(id: Buffer): number | undefined;
}

export type RevisionCheck =
  | { readonly kind: 'append' }
  /** The append was written before; `revision` is that of its last event. */
  | { readonly kind: 'repeated'; readonly revision: number }
  | { readonly kind: 'wrong-revision' }
  | { readonly kind: 'stream-deleted' };

const append: RevisionCheck = { kind: 'append' };
const wrongRevision: RevisionCheck = { kind: 'wrong-revision' };
const streamDeleted: RevisionCheck = { kind: 'stream-deleted' };

/** The rules of event-node.md, "Expected revisions". Appends without an event are not checked. */
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

/** Delete and tombstone have the same rules, without idempotency. */
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
