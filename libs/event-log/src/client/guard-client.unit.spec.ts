import { Duplex } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { backpressuredWrite } from '@eventstore/db-client/dist/utils/backpressuredWrite.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientWritableStream } from '@grpc/grpc-js';
import { EventStoreRefused } from '../faults.js';
import { guardClient, UnguardableClient } from './guard-client.js';

const { BatchAppendReq } = streams;
const { StreamsService } = streamsGrpc;
type BatchAppendReq = InstanceType<typeof BatchAppendReq>;

type Inner = Record<'handleError', (client: object, error: Error) => Promise<void>> &
  Record<'supports', (method: { readonly path: string }) => Promise<boolean>> &
  Record<'GRPCStreamCreator', (...call: unknown[]) => () => Promise<Duplex>>;

/** A call whose writes never complete, as on a stalled connection. */
const stalledCall = (): Duplex =>
  new Duplex({
    objectMode: true,
    read: () => undefined,
    write: () => undefined,
  });

/** A client with only the methods that `guardClient` wraps. The methods record their calls. */
const innerOf = (
  handleError: Inner['handleError'],
): { client: EventStoreDBClient; inner: Inner } => {
  const inner: Inner = {
    handleError,
    supports: () => Promise.resolve(false),
    GRPCStreamCreator: (_service, _name, create) => async () =>
      (create as (client: object) => Promise<Duplex>)({}),
  };
  return { client: inner as unknown as EventStoreDBClient, inner };
};

/** A message of the batch append call with the data of its events. */
const batchOf = (...data: (string | Uint8Array)[]): BatchAppendReq => {
  const batch = new BatchAppendReq();
  for (const each of data) {
    const message = new BatchAppendReq.ProposedMessage();
    message.setData(each);
    batch.addProposedMessages(message);
  }
  return batch;
};

const settled = (): Promise<void> => Promise.resolve();

const batchCall = async (call: Duplex): Promise<Duplex> => {
  const { client, inner } = innerOf(settled);
  guardClient(client);
  return inner.GRPCStreamCreator({}, 'appendToStream', () => call, new WeakMap())();
};

describe('a guarded client', () => {
  test('drops an answer that nobody waits for any more instead of ending the process', async () => {
    const call = stalledCall();
    const answers: unknown[] = [];
    call.on('data', (answer: string) => {
      const pending: unknown = answer === 'late' ? undefined : [answer];
      const [first] = pending as unknown[];
      answers.push(first);
    });
    const guarded = await batchCall(call);
    for (const answer of ['one', 'late', 'two']) guarded.emit('data', answer);
    expect(answers).toEqual(['one', 'two']);
  });

  test('lets every other error through', async () => {
    const call = stalledCall();
    call.on('data', () => {
      throw new RangeError('something else');
    });
    const guarded = await batchCall(call);
    expect(() => guarded.emit('data', 'x')).toThrow(RangeError);
  });

  test('never makes appends wait on the call, where its failure would reject them unheard', async () => {
    const guarded = await batchCall(stalledCall());
    guarded.on('error', () => undefined);
    const stream = guarded as unknown as ClientWritableStream<object>;
    const appends = Array.from({ length: 100 }, () => backpressuredWrite(stream, batchOf()));
    setImmediate(() => guarded.emit('error', new Error('the server died')));
    await expect(Promise.all(appends)).resolves.toHaveLength(100);
  });

  test('calls our events JSON, which the client takes for bytes', async () => {
    const guarded = await batchCall(stalledCall());
    const batch = batchOf(new Uint8Array([1]), new Uint8Array([2]));
    guarded.write(batch);
    const types = batch
      .getProposedMessagesList()
      .map((message) => message.getMetadataMap().get('content-type'));
    expect(types).toEqual(['application/json', 'application/json']);
  });

  test('appends nothing to a store without batches, where our events would be stored as bytes', async () => {
    const { client, inner } = innerOf(settled);
    guardClient(client);
    const { batchAppend, read } = StreamsService;
    await expect(inner.supports(batchAppend)).rejects.toThrow(EventStoreRefused);
    expect(await inner.supports(read)).toBe(false);
  });

  test('leaves calls other than the batch append as they are', async () => {
    const { client, inner } = innerOf(settled);
    guardClient(client);
    const call = stalledCall();
    expect(await inner.GRPCStreamCreator({}, 'readStream', () => call)()).toBe(call);
    expect(Object.hasOwn(call, 'write')).toBe(false);
  });

  test.each([13, 15])(
    'makes a new channel after gRPC code %i as after UNAVAILABLE',
    async (code) => {
      const seen: unknown[] = [];
      const { client, inner } = innerOf((_client, error) => {
        seen.push(error);
        return Promise.resolve();
      });
      guardClient(client);
      await inner.handleError({}, Object.assign(new Error('broken'), { code }));
      await inner.handleError({}, Object.assign(new Error('denied'), { code: 7 }));
      expect(seen).toEqual([
        expect.objectContaining({ code: 14, details: 'broken' }),
        expect.objectContaining({ code: 7 }),
      ]);
    },
  );

  test('makes a new channel when a batch answer says that no leader is there', async () => {
    const seen: unknown[] = [];
    const { client, inner } = innerOf((_client, error) => {
      seen.push(error);
      return Promise.resolve();
    });
    guardClient(client);
    const call = await inner.GRPCStreamCreator(
      {},
      'appendToStream',
      () => stalledCall(),
      new WeakMap(),
    )();
    const answer = (message: string) => ({
      hasError: () => true,
      getError: () => ({ getMessage: () => message }),
    });
    call.emit('data', answer('Server Is Busy'));
    call.emit('data', answer('No leader info available in response'));
    expect(seen).toEqual([expect.objectContaining({ code: 14 })]);
  });

  test('keeps its channel when a record of the log is damaged', async () => {
    const seen: unknown[] = [];
    const { client, inner } = innerOf((_client, error) => {
      seen.push(error);
      return Promise.resolve();
    });
    guardClient(client);
    const message = '15 DATA_LOSS: The event log is damaged: 0.segment at offset 1';
    await inner.handleError({}, Object.assign(new Error(message), { code: 15 }));
    expect(seen).toEqual([expect.objectContaining({ code: 15 })]);
  });

  test('survives a reconnection that fails', async () => {
    const { client, inner } = innerOf(() => Promise.reject(new Error('Failed to discover')));
    guardClient(client);
    await expect(inner.handleError({}, new Error('x'))).resolves.toBeUndefined();
  });

  test('is refused if the client no longer has what the guards hold on to', () => {
    const another: unknown = { appendToStream: () => undefined };
    expect(() => guardClient(another as EventStoreDBClient)).toThrow(UnguardableClient);
  });

  test('is possible with the client that is installed', () => {
    const client = EventStoreDBClient.connectionString('esdb://127.0.0.1:1?tls=false');
    expect(guardClient(client)).toBe(client);
  });
});
