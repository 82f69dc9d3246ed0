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
 * The client's protected methods that `guardClient` wraps, as they are in the pinned version 6.2.1.
 */
interface Inner {
  GRPCStreamCreator: StreamCreator;
  handleError: (client: object, error: Error) => Promise<void>;
  supports: (method: { readonly path: string }, feature?: string) => Promise<boolean>;
}

/**
 * gRPC codes after which the channel may be broken. The client itself would go on using the
 * channel.
 */
const brokenChannelCodes: readonly unknown[] = [status.INTERNAL, status.DATA_LOSS];

/**
 * Thrown when the process starts with a version of the client library that lacks the methods to be
 * wrapped.
 */
export class UnguardableClient extends Error {
  override readonly name = 'UnguardableClient';
}

/**
 * Works round defects of the client library that would end the process
 * (docs/event-store-client.md). Three methods of this one client are wrapped; nothing else in the
 * client is changed. `onConnectionLost` is called when the call that carries the appends has ended.
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
    // The client caches only the batch append call, which all appends on a channel share.
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
      // The error is ignored. The client does not await this call, so a failed discovery of the
      // leader would be an unhandled rejection and end the process. The client's next call makes
      // the discovery again and reports its own failure.
    }
  };
  inner.supports = async (method, feature) => {
    const isSupported = await supports(method, feature);
    if (!isSupported && method.path.endsWith(batchAppendPath)) throw withoutBatches();
    return isSupported;
  };
  return client;
};

/** The members of the client's generated message class that are used here. */
interface BatchAnswer {
  hasError?: () => boolean;
  getError?: () => { getMessage(): string } | undefined;
}

/**
 * True if an answer within a running batch call says that the node is not the leader. The client
 * itself notices a changed leader only when the whole batch call ends.
 */
const saysNotLeader = (answer: BatchAnswer): boolean =>
  answer.hasError?.() === true && isNotLeader(new Error(answer.getError?.()?.getMessage()));

const noLeaderHere = 'No leader info available in response';

const batchAppendPath = '/BatchAppend';

/**
 * The error for a server without batch appends. The client would send each append to such a server
 * in a separate call. `guardBatchCall` could not mark the events of those calls as JSON, so the log
 * would contain events that nobody can read (docs/decisions/0024).
 */
const withoutBatches = (): EventStoreRefused =>
  new EventStoreRefused(new Error('it has no batch append; EventStoreDB 21.10 and later have.'));

/**
 * Changes an error so that the client reconnects. The client makes a new channel only after
 * UNAVAILABLE, CANCELLED, or a not-leader error that names the leader. So two kinds of errors are
 * changed to UNAVAILABLE: those of a broken channel, and not-leader errors that name no leader. An
 * error about a damaged record is not changed, because the channel still works.
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

/** True if the error names the leader, to which the client then connects by itself. */
const namesLeader = (error: Error): boolean =>
  error instanceof NotLeaderError ||
  ('metadata' in error &&
    error.metadata instanceof Metadata &&
    error.metadata.get('leader-endpoint-host').length > 0);

/** The gRPC call that all batch appends of a channel share. */
export type BatchCall = Duplex;

/**
 * Protects the shared batch append call against two defects of the client
 * (docs/event-store-client.md).
 *
 * First: a transport error rejects an append. If the answer to this append still arrives, the
 * client's `data` handler throws, and the process ends. So late answers are dropped. The caller has
 * already been informed that the outcome is unknown, and can find it out by reading the stream.
 *
 * Second: if the call fails while appends wait for the `drain` event, the client rejects a promise
 * that has no handler. This ends the process as well. So `write` never asks the client to wait.
 * `EventStore` limits the number of running appends instead.
 *
 * The function also saves time. The client would turn JSON objects into base64 for each message,
 * which takes 13 µs for each event. So the client is given bytes (`JsonEvent`), which it accepts
 * only as binary events. The events are marked as JSON here, before the message is sent.
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
        // The client no longer knows the append of a late answer, so its listener destructures
        // `undefined` and throws a TypeError. Any other error is rethrown.
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

/** The members of the client's generated message classes that are used here. */
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
