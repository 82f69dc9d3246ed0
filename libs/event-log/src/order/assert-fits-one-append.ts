import type { JSONEventData } from '@eventstore/db-client';
import { AppendTooLarge } from '../faults/append-too-large.js';

/** The store's limit is 1 MiB (event-node.md, "Append"); we stay below it. */
export const appendBytesMax = 1_048_576 - 1;

/**
 * Asked before anything is sent: the store's own refusal would be that of a broken store, not of a large request.
 *
 * @throws AppendTooLarge
 */
export const assertFitsOneAppend = (events: readonly JSONEventData[]): void => {
  const bytes = events.reduce((sum, event) => sum + bytesOf(event), 0);
  if (bytes > appendBytesMax) throw new AppendTooLarge(bytes, appendBytesMax);
};

/** As the store counts: data, metadata and two bytes for each character of the type (event-node.md). */
const bytesOf = ({ data, metadata, type }: JSONEventData): number =>
  jsonBytes(data) + (metadata === undefined ? 0 : jsonBytes(metadata)) + 2 * type.length;

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
