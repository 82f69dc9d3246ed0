import { randomUUID } from 'node:crypto';
import type { ProposedEvent } from '../messages/proposed-event.js';
import { parseUuid } from '../protocol/uuid.js';
import type { NodeCore } from '../services/node-core.js';
import type { WriteOutcome } from '../streams/write-request.js';

/** What the writer has to hold besides the bytes of an event. */
const WRITE_BYTES = 512;

export interface SystemEvent {
  readonly type: string;
  readonly data: Buffer;
  readonly metadata?: Buffer;
  readonly isJson?: boolean;
}

const proposed = ({ type, data, metadata, isJson }: SystemEvent): ProposedEvent => ({
  id: parseUuid(Buffer.from(randomUUID())),
  type: Buffer.from(type),
  isJson: isJson ?? true,
  metadata: metadata ?? Buffer.alloc(0),
  data,
});

/** Appends an event of the node itself. Resolves when it is durable, or cannot be written. */
export const writeSystemEvent = async (
  core: NodeCore,
  streamName: string,
  event: SystemEvent,
): Promise<WriteOutcome> =>
  new Promise((settle) => {
    const bytes = WRITE_BYTES + event.data.length;
    const events = [proposed(event)];
    core.writer.submit({ kind: 'append', streamName, expected: 'any', events, bytes, settle });
  });

/**
 * Deletes a stream of the node itself; one that is not there is no fault. False if the node cannot
 * write.
 */
export const deleteSystemStream = async (core: NodeCore, streamName: string): Promise<boolean> => {
  const { kind } = await new Promise<WriteOutcome>((settle) => {
    core.writer.submit({ kind: 'delete', streamName, expected: 'any', bytes: WRITE_BYTES, settle });
  });
  return kind !== 'unknown' && kind !== 'disk-full' && kind !== 'damaged';
};
