import {
  type AppendExpectedRevision,
  CancelledError,
  DeadlineExceededError,
  type EventStoreDBClient,
  type ExpectedRevision,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  RequiredMetadataPropertyMissingError,
  STREAM_EXISTS,
  StreamDeletedError,
  StreamNotFoundError,
  streamNameFilter,
  TimeoutError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { TestNode } from '../../apps/event-node/src/testing/test-node.js';
import {
  collect,
  newStream,
  numberedEvents,
  oneEvent,
} from '../../apps/event-node/src/testing/test-events.js';

/**
 * Limits of the tested event store in bytes. The limits are low, so that the requests of this spec
 * can exceed them.
 */
const appendBytesMax = 4_096;
const heldBytesMax = 6_000;

let node: TestNode;
let client: EventStoreDBClient;
/**
 * A client whose appends do not throw if the expected revision is wrong. The returned result says
 * so instead.
 */
let lenient: EventStoreDBClient;

beforeAll(async () => {
  node = await TestNode.start({
    limits: { appendBytesMax, heldBytesMax },
  });
  client = node.client();
  lenient = node.client('&throwOnAppendFailure=false');
});

afterAll(() => node.discard());

/**
 * The official client appends by the method BatchAppend. With credentials for a single call it uses
 * the older method Append, so these options select Append.
 */
const classic = { credentials: { username: 'any', password: 'any' } };
const kinds = [
  ['BatchAppend', {}],
  ['Append', classic],
] as const;

const failure = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => error,
  );

const large = (bytes: number) => jsonEvent({ type: 'Large', data: { text: 'x'.repeat(bytes) } });

describe.each(kinds)('an append by %s', (kind, call) => {
  const isBatch = kind === 'BatchAppend';

  test.each<[AppendExpectedRevision, bigint]>([
    [NO_STREAM, 1n],
    [0n, 1n],
    [7n, 1n],
  ])('that expects %s of a stream at 1', async (expectedRevision, current) => {
    const stream = newStream();
    await client.appendToStream(stream, numberedEvents(2));
    const options = { ...call, expectedRevision };
    const error = await failure(client.appendToStream(stream, oneEvent(), options));
    expect(error).toBeInstanceOf(WrongExpectedVersionError);
    expect(error).toMatchObject({
      streamName: stream,
      expectedVersion: expectedRevision,
      actualVersion: current,
    });
    const told = await lenient.appendToStream(stream, oneEvent(), options);
    expect(told).toMatchObject({ success: false, nextExpectedRevision: current });
  });

  test('to a stream that has to exist', async () => {
    const options = { ...call, expectedRevision: STREAM_EXISTS } as const;
    const error = await failure(client.appendToStream(newStream(), oneEvent(), options));
    expect(error).toBeInstanceOf(WrongExpectedVersionError);
    expect(error).toMatchObject({ actualVersion: NO_STREAM });
  });

  test.each(['', '$$'])('to a tombstoned stream, prefix "%s"', async (prefix) => {
    const stream = newStream();
    await client.tombstoneStream(stream);
    const error = await failure(client.appendToStream(prefix + stream, oneEvent(), call));
    expect(error).toBeInstanceOf(StreamDeletedError);
    expect(error).toMatchObject({ streamName: prefix + stream });
  });

  test('to a deleted stream that has to exist', async () => {
    const stream = newStream();
    await client.appendToStream(stream, oneEvent());
    await client.deleteStream(stream);
    const options = { ...call, expectedRevision: STREAM_EXISTS } as const;
    const error = await failure(client.appendToStream(stream, oneEvent(), options));
    expect(error).toBeInstanceOf(StreamDeletedError);
  });

  test('beyond the configured size', async () => {
    const events = [large(2_000), large(2_100)];
    const error = await failure(client.appendToStream(newStream(), events, call));
    expect(error).toBeInstanceOf(MaxAppendSizeExceededError);
    expect(error).toMatchObject({ maxAppendSize: appendBytesMax });
  });

  test('without a type', async () => {
    const event = { ...oneEvent(), type: '' };
    const error = await failure(client.appendToStream(newStream(), event, call));
    if (isBatch) expect(error).toBeInstanceOf(UnknownError);
    else {
      expect(error).toBeInstanceOf(RequiredMetadataPropertyMissingError);
      expect(error).toMatchObject({ requiredMetadataProperties: ['type', 'content-type'] });
    }
  });

  test('with the zero id', async () => {
    const event = { ...oneEvent(), id: '00000000-0000-0000-0000-000000000000' };
    const error = await failure(client.appendToStream(newStream(), event, call));
    expect(error).toBeInstanceOf(UnknownError);
  });

  test.each(['', '$$'])('to the stream "%s"', async (stream) => {
    const error = await failure(client.appendToStream(stream, oneEvent(), call));
    expect(error).toBeInstanceOf(UnknownError);
  });

  test('that finds no room to wait', async () => {
    const results = await Promise.all(
      Array.from({ length: 6 }, () =>
        failure(client.appendToStream(newStream(), large(3_000), call)),
      ),
    );
    const errors = results.filter((result) => result !== 'no error');
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThan(6);
    for (const error of errors) {
      expect(error).toBeInstanceOf(isBatch ? DeadlineExceededError : TimeoutError);
    }
  });
});

describe.each(['deleteStream', 'tombstoneStream'] as const)('%s', (method) => {
  test.each<[ExpectedRevision, bigint]>([
    [NO_STREAM, -1n],
    [3n, 3n],
  ])('that expects %s of a stream at 0', async (expectedRevision, expectedVersion) => {
    const stream = newStream();
    await client.appendToStream(stream, oneEvent());
    const error = await failure(client[method](stream, { expectedRevision }));
    expect(error).toBeInstanceOf(WrongExpectedVersionError);
    expect(error).toMatchObject({ streamName: stream, expectedVersion, actualVersion: 0n });
  });

  test('of a tombstoned stream', async () => {
    const stream = newStream();
    await client.tombstoneStream(stream);
    expect(await failure(client[method](stream))).toBeInstanceOf(StreamDeletedError);
  });

  test('of a stream without a name', async () => {
    expect(await failure(client[method](''))).toBeInstanceOf(UnknownError);
  });
});

test('a delete of a stream that never was', async () => {
  const error = await failure(client.deleteStream(newStream()));
  expect(error).toBeInstanceOf(WrongExpectedVersionError);
  expect(error).toMatchObject({ expectedVersion: -2n, actualVersion: -1n });
});

describe('a read', () => {
  test('of a stream that is missing, or deleted', async () => {
    const [missing, deleted] = [newStream(), newStream()];
    await client.appendToStream(deleted, oneEvent());
    await client.deleteStream(deleted);
    for (const stream of [missing, deleted]) {
      const error = await failure(collect(client.readStream(stream)));
      expect(error).toBeInstanceOf(StreamNotFoundError);
      expect(error).toMatchObject({ streamName: stream });
    }
  });

  test('of a tombstoned stream, its name in any script', async () => {
    const stream = `strömme/😀 ${newStream()}`;
    await client.tombstoneStream(stream);
    expect(await failure(collect(client.readStream(stream)))).toBeInstanceOf(StreamDeletedError);
  });

  test('of a stream without a name', async () => {
    expect(await failure(collect(client.readStream('')))).toBeInstanceOf(UnknownError);
  });
});

describe('a subscription', () => {
  test('to a tombstoned stream', async () => {
    const stream = newStream();
    await client.tombstoneStream(stream);
    const subscription = client.subscribeToStream(stream).on('data', () => undefined);
    const [error] = (await once(subscription, 'error')) as [Error];
    expect(error).toBeInstanceOf(StreamDeletedError);
  });

  test('with a filter that is no regular expression', async () => {
    const subscription = client.subscribeToAll({ filter: streamNameFilter({ regex: '(' }) });
    const [error] = (await once(subscription, 'error')) as [Error];
    expect(error).toBeInstanceOf(UnknownError);
  });
});

test('a stop ends subscriptions as cancelled; a node that is gone is unavailable', async () => {
  const stopping = await TestNode.start();
  const other = stopping.client();
  const subscription = other.subscribeToAll().on('data', () => undefined);
  await once(subscription, 'confirmation');
  const ended = once(subscription, 'error') as Promise<[Error]>;
  await stopping.stop();
  expect((await ended)[0]).toBeInstanceOf(CancelledError);
  const error = await failure(other.tombstoneStream(newStream()));
  expect(error).toBeInstanceOf(UnavailableError);
  await stopping.discard();
});
