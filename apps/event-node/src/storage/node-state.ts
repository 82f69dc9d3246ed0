import { randomUUID } from 'node:crypto';
import { parseUuid } from '../protocol/uuid.js';
import type { Databases } from './databases.js';
import { decodeNumber, encodeNumber } from './number-bytes.js';

/** The format of the data, so that a later node can tell what it finds. */
const FORMAT = 1;

export const stateKeys = {
  format: 'format',
  nodeId: 'node-id',
  /** Counts the starts; its version in LMDB is the epoch, so that commits can depend on it. */
  epoch: 'epoch',
  nextStreamNumber: 'next-stream-number',
} as const;

export interface NodeState {
  readonly nodeId: Buffer;
  readonly epoch: number;
  readonly nextStreamNumber: number;
}

/** The directory holds data of a format that this node does not know. */
export class UnknownFormat extends Error {
  override readonly name = 'UnknownFormat';
}

/** Reads the state of the directory, made at the first start, and begins a new epoch durably. */
export const beginEpoch = async ({ state }: Databases): Promise<NodeState> => {
  const format = state.get(stateKeys.format);
  if (format !== undefined && decodeNumber(format) !== FORMAT) {
    throw new UnknownFormat(`The event log has format ${decodeNumber(format)}, not ${FORMAT}.`);
  }
  const nodeId = state.get(stateKeys.nodeId) ?? parseUuid(Buffer.from(randomUUID()));
  const epoch = (state.getEntry(stateKeys.epoch)?.version ?? 0) + 1;
  const nextStreamNumber = state.get(stateKeys.nextStreamNumber);
  await state.batch(() => {
    void state.put(stateKeys.format, encodeNumber(FORMAT), 1);
    void state.put(stateKeys.nodeId, nodeId, 1);
    void state.put(stateKeys.epoch, encodeNumber(epoch), epoch);
  });
  await state.flushed;
  return {
    nodeId,
    epoch,
    nextStreamNumber: nextStreamNumber === undefined ? 1 : decodeNumber(nextStreamNumber),
  };
};
