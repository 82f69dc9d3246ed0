import { type ProtoWriter, varintSize } from '../protocol/proto-writer.js';

/** The size of an `AllStreamPosition` or one of its copies, without its own tag and length. */
export const positionSize = (position: number): number => 2 * (1 + varintSize(position));

/** Commit and prepare are always the same here. */
export const writePosition = (writer: ProtoWriter, field: number, position: number): void => {
  writer.lengthDelimited(field, positionSize(position));
  writer.uint64(1, position).uint64(2, position);
};
