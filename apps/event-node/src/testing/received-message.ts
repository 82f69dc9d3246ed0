import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { newEventId, type ProposedEvent } from '../model/requests.js';

/**
 * A weak reference to the memory of a message, by which a test sees whether the garbage collector
 * has freed the memory (`areCollected`).
 */
export type MessageMemory = WeakRef<ArrayBufferLike>;

const messageBytes = 1024 * 1024;

/**
 * Returns a small event as a node receives it: its buffers are views of a large message that also
 * holds other data.
 */
export const receivedEvent = (): {
  readonly event: ProposedEvent;
  readonly memory: MessageMemory;
} => {
  const message = Buffer.allocUnsafeSlow(messageBytes);
  let used = 0;
  const view = (content: Buffer): Buffer => {
    const start = used;
    used += content.copy(message, start);
    return message.subarray(start, used);
  };
  const event = {
    id: view(newEventId()),
    type: view(Buffer.from('T')),
    isJson: true,
    metadata: view(Buffer.from('{"kept":1}')),
    data: view(Buffer.from('{"text":"small"}')),
  };
  return { event, memory: new WeakRef(message.buffer) };
};

/** Runs the garbage collector, and returns for each message whether its memory was freed. */
export const areCollected = async (memories: readonly MessageMemory[]): Promise<boolean[]> => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round += 1) {
    await nextTurn(); // A WeakRef that was made in this turn keeps its target until the turn ends.
    collectGarbage();
  }
  return memories.map((memory) => memory.deref() === undefined);
};
