import { type ProtoWriter, varintSize } from '../protocol/proto-writer.js';
import { positionSize, writePosition } from './position.js';

/**
 * Where an append stands: `revision` -1 in a stream without events, no position if nothing was
 * written.
 */
export interface AppendedAt {
  readonly revision: number;
  readonly position: number | undefined;
}

const EMPTY_FIELD_SIZE = 2;

/** The size of a `Success`, which Append and BatchAppend number alike. */
export const appendedAtSize = ({ revision, position }: AppendedAt): number =>
  (revision < 0 ? EMPTY_FIELD_SIZE : 1 + varintSize(revision)) +
  EMPTY_FIELD_SIZE +
  (position === undefined ? 0 : positionSize(position));

export const writeAppendedAt = (
  writer: ProtoWriter,
  field: number,
  { revision, position }: AppendedAt,
): void => {
  writer.lengthDelimited(field, appendedAtSize({ revision, position }));
  if (revision < 0) writer.empty(2);
  else writer.uint64(1, revision);
  if (position === undefined) writer.empty(4);
  else writePosition(writer, 3, position);
};
