import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { newEventId, type ProposedEvent } from '../model/requests.js';

/** A message as long as it is in memory. The garbage collector decides how long: `areCollected`. */
export type MessageMemory = WeakRef<ArrayBufferLike>;

const messageBytes = 1024 * 1024;

/** A small event as it is received: views of a large message, in which other things are too. */
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

/** Collects garbage, and returns for each message whether it is gone. */
export const areCollected = async (memories: readonly MessageMemory[]): Promise<boolean[]> => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round += 1) {
    await nextTurn(); // A WeakRef that was made in this turn keeps its target until the turn ends.
    collectGarbage();
  }
  return memories.map((memory) => memory.deref() === undefined);
};
