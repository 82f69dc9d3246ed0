import type { ExpectedRevision } from '../messages/expected-revision.js';

/**
 * What the judgement of a write needs to know of its stream, unflushed writes before it included.
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

export type Judgement =
  | { readonly kind: 'append' }
  /** Already written, with `revision` as its last event. */
  | { readonly kind: 'repeated'; readonly revision: number }
  | { readonly kind: 'wrong-revision' }
  | { readonly kind: 'stream-deleted' };

const append: Judgement = { kind: 'append' };
const wrongRevision: Judgement = { kind: 'wrong-revision' };
const streamDeleted: Judgement = { kind: 'stream-deleted' };

/** The table of event-node.md, section 3, row by row. Appends without an event are not judged. */
export const judgeAppend = (
  stream: StreamView,
  expected: ExpectedRevision,
  ids: readonly Buffer[],
): Judgement => {
  if (stream.isTombstoned) return streamDeleted;
  if (expected === 'stream_exists') {
    const refusal = judgeExistence(stream);
    if (refusal !== undefined) return refusal;
  }
  if (expected === 'any' || expected === 'stream_exists') return judgeByKnownIds(stream, ids);
  return judgeByRevision(stream, revisionOf(expected), ids);
};

/** Delete and tombstone use the same table without its idempotency (event-node.md, section 6). */
export const judgeRemoval = (stream: StreamView, expected: ExpectedRevision): Judgement => {
  if (stream.isTombstoned) return streamDeleted;
  if (expected === 'any') return append;
  if (expected === 'stream_exists') return judgeExistence(stream) ?? append;
  const revision = revisionOf(expected);
  if (revision === stream.revision) return append;
  return revision === -1 && stream.isSoftDeleted ? append : wrongRevision;
};

const judgeExistence = (stream: StreamView): Judgement | undefined => {
  if (stream.isSoftDeleted) return streamDeleted;
  return stream.revision < 0 && !stream.hasMetadata ? wrongRevision : undefined;
};

const judgeByKnownIds = (stream: StreamView, ids: readonly Buffer[]): Judgement => {
  let last: number | undefined;
  for (const [index, id] of ids.entries()) {
    const revision = stream.knownRevision(id);
    if (revision === undefined) return index === 0 ? append : wrongRevision;
    last = revision;
  }
  return last === undefined ? append : { kind: 'repeated', revision: last };
};

const judgeByRevision = (
  stream: StreamView,
  expected: number,
  ids: readonly Buffer[],
): Judgement => {
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
