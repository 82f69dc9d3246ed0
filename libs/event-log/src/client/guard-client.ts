import type { Duplex } from 'node:stream';
import { type EventStoreDBClient, NotLeaderError } from '@eventstore/db-client';
import { Metadata, status } from '@grpc/grpc-js';
import { damageIn, EventStoreRefused } from '../faults.js';
import { isNotLeader } from './fault-of.js';

type Create = (client: object) => BatchCall | Promise<BatchCall>;

type StreamCreator = (
  ...call: [service: unknown, name: string, create: Create, cache?: WeakMap<object, unknown>]
) => () => Promise<BatchCall>;

/**
 * The members of the client that only its own classes use (`protected` in its types), in the pinned
 * version 6.2.1.
 */
interface Inner {
  GRPCStreamCreator: StreamCreator;
  handleError: (client: object, error: Error) => Promise<void>;
  supports: (method: { readonly path: string }, feature?: string) => Promise<boolean>;
}

/** gRPC codes after which the client keeps a channel that may be broken. */
const brokenChannelCodes: readonly unknown[] = [status.INTERNAL, status.DATA_LOSS];

/** Thrown at start if another version of the client lacks the members that the guards wrap. */
export class UnguardableClient extends Error {
  override readonly name = 'UnguardableClient';
}

/**
 * Protects the process from defects of the client that would end it (docs/event-store-client.md):
 * three methods of this one instance are wrapped, and nothing else of the client is changed.
 * `onConnectionLost` is called when the stream that carries the appends has ended.
 */
export const guardClient = (
  client: EventStoreDBClient,
  onConnectionLost: () => void = () => undefined,
): EventStoreDBClient => {
  const inner = client as unknown as Partial<Inner>;
  const { GRPCStreamCreator: createStream, handleError, supports } = inner;
  if (createStream === undefined || handleError === undefined || supports === undefined) {
    throw new UnguardableClient('@eventstore/db-client has changed inside; review its guards.');
  }
  inner.GRPCStreamCreator = (...[service, name, create, cache]) => {
    // Only the batch append call is cached: each channel has one, shared by all appends.
    const isBatchCall = name === 'appendToStream' && cache !== undefined;
    const guarded: Create = async (client) => {
      const call = guardBatchCall(await create(client));
      for (const end of ['error', 'end', 'close']) call.once(end, onConnectionLost);
      call.on('data', (answer: BatchAnswer) => {
        if (saysNotLeader(answer)) void inner.handleError?.(client, new Error(noLeaderHere));
      });
      return call;
    };
    return createStream(service, name, isBatchCall ? guarded : create, cache);
  };
  inner.handleError = async (failed, error) => {
    try {
      await handleError(failed, asSeenByReconnect(error));
    } catch {
      // The client does not await this, so a failed discovery would be an unhandled rejection and
      // end the process. The next call discovers again and reports its own failure.
    }
  };
  inner.supports = async (method, feature) => {
    const isSupported = await supports(method, feature);
    if (!isSupported && method.path.endsWith(batchAppendPath)) throw withoutBatches();
    return isSupported;
  };
  return client;
};

/** The few members of the client's generated message class that are used. */
interface BatchAnswer {
  hasError?: () => boolean;
  getError?: () => { getMessage(): string } | undefined;
}

/**
 * True for an answer in a running batch call; the client itself looks only at the end of the call.
 */
const saysNotLeader = (answer: BatchAnswer): boolean =>
  answer.hasError?.() === true && isNotLeader(new Error(answer.getError?.()?.getMessage()));

const noLeaderHere = 'No leader info available in response';

const batchAppendPath = '/BatchAppend';

/**
 * The refusal of a server without batch appends. The client would append one by one, past the guard
 * of the batch call, which marks events as JSON. The log would then hold bytes that cannot be read
 * as an event, and the order could never be loaded again (docs/decisions/0024).
 */
const withoutBatches = (): EventStoreRefused =>
  new EventStoreRefused(new Error('it has no batch append; EventStoreDB 21.10 and later have.'));

/**
 * The error as the client's reconnection is to see it. The client makes a new channel on
 * UNAVAILABLE, CANCELLED and a not-leader that names the leader. Codes that mean a broken channel,
 * and a follower that knows no leader, are passed to it as UNAVAILABLE. A damaged record is not a
 * fault of the channel.
 */
const asSeenByReconnect = (error: Error): Error =>
  isBrokenChannel(error) || (isNotLeader(error) && !namesLeader(error))
    ? Object.assign(new Error(error.message), {
        code: status.UNAVAILABLE,
        details: error.message,
      })
    : error;

const isBrokenChannel = (error: Error): boolean =>
  'code' in error && brokenChannelCodes.includes(error.code) && damageIn(error) === undefined;

/** True if the error names the leader; the client then goes there by itself. */
const namesLeader = (error: Error): boolean =>
  error instanceof NotLeaderError ||
  ('metadata' in error &&
    error.metadata instanceof Metadata &&
    error.metadata.get('leader-endpoint-host').length > 0);

/** The one call through which all batch appends of a channel go. */
export type BatchCall = Duplex;

/**
 * Guards the shared batch append call against two defects of the client
 * (docs/event-store-client.md):
 *
 * 1. An answer to an append that a transport error has already rejected throws inside the client's
 * `data` handler and ends the process. Such an answer is dropped: the append was reported as
 * unknown, and reading resolves it.
 * 2. Appends that wait for `drain` when the call fails are rejected through a promise without a
 * handler, which ends the process as well. So the call never asks to wait; `EventStore` bounds the
 * appends in flight instead.
 *
 * It also saves time. The client takes bytes only for binary events, and JSON only as objects,
 * which it puts through base64 each time it serialises a message: 13 µs for each event. So events
 * are given as bytes (`JsonEvent`), and marked as JSON here, before the message is sent.
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
        // The listener looks up the append of a late answer, finds nothing, and destructures that:
        // a TypeError. Other errors are thrown on.
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
