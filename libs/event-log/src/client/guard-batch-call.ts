import type { Duplex } from 'node:stream';

/** The one call through which all batch appends of a channel go. */
export type BatchCall = Duplex;

/**
 * Guards the shared batch append call against two defects of the client (contracts/event-store-client.md):
 *
 * 1. An answer whose append was already rejected by a transport error throws inside the client's `data` handler, which
 *    ends the process. Such an answer is dropped: the append was reported as unknown and is resolved by reading.
 * 2. Appends that wait for `drain` when the call fails are rejected through a promise nobody holds, which ends the
 *    process as well. So the call never asks to wait; what is in flight is bounded by `EventStore` instead.
 *
 * And it spares a cost: the client takes bytes only of events that it calls binary, and JSON only as objects, which go
 * through base64 each time a message is serialised, 13 µs for an event of ours. So ours are given as bytes, and here, before
 * the message goes out, the event is called what it is (`JsonEvent`).
 */
export const guardBatchCall = (call: BatchCall): BatchCall => {
  dropLateAnswers(call);
  neverAskToWait(call);
  callItJson(call);
  return call;
};

const dropLateAnswers = (call: BatchCall): void => {
  for (const listener of call.listeners('data') as ((answer: unknown) => void)[]) {
    call.on('data', (answer: unknown) => {
      try {
        listener.call(call, answer);
      } catch (error) {
        // The lookup in the table of pending appends finds nothing and is "not iterable". Anything else is not ours.
        if (!(error instanceof TypeError)) throw error;
      }
    });
    call.removeListener('data', listener);
  }
};

const neverAskToWait = (call: BatchCall): void => {
  const write = call.write.bind(call) as (chunk: unknown) => boolean;
  call.write = (chunk: unknown): true => {
    write(chunk);
    return true;
  };
};

/** The few members of the client's generated message classes that are used. */
interface BatchMessage {
  getProposedMessagesList(): readonly {
    getMetadataMap(): { set(name: string, value: string): unknown };
  }[];
}

const callItJson = (call: BatchCall): void => {
  const write = call.write.bind(call) as (chunk: unknown) => boolean;
  call.write = (chunk: unknown): boolean => {
    for (const message of (chunk as BatchMessage).getProposedMessagesList()) {
      message.getMetadataMap().set('content-type', 'application/json');
    }
    return write(chunk);
  };
};
