import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import {
  ANY,
  BACKWARDS,
  binaryEvent,
  END,
  type EventStoreDBClient,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  STREAM_EXISTS,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { TestNode } from '../testing/test-node.js';
import {
  collect,
  newStream,
  numberedEvents,
  numbersOf,
  oneEvent,
  revisionsOf,
} from '../testing/test-events.js';

let node: TestNode;
let client: EventStoreDBClient;

beforeAll(async () => {
  node = await TestNode.start();
  client = node.client();
});

afterAll(() => node.discard());

/** Credentials that are passed with a call make the client use Append instead of BatchAppend. */
const classic = { credentials: { username: 'any', password: 'any' } };

describe.each([
  ['BatchAppend', {}],
  ['Append', classic],
])('by %s', (_, call) => {
  test('an append answers the revision and position that reads show', async () => {
    const stream = newStream();
    const first = await client.appendToStream(stream, numberedEvents(3), call);
    const second = await client.appendToStream(stream, oneEvent(), call);
    expect(first.nextExpectedRevision).toBe(2n);
    expect(second.nextExpectedRevision).toBe(3n);
    const events = await collect(client.readStream(stream));
    expect(events[2]?.event?.position).toEqual(first.position);
    expect(events[3]?.event?.position).toEqual(second.position);
    expect(events[3]?.commitPosition).toBe(second.position?.commit);
  });

  test('each kind of expectation is met or refused', async () => {
    const stream = newStream();
    const append = (
      expectedRevision: typeof ANY | typeof NO_STREAM | typeof STREAM_EXISTS | bigint,
    ) =>
      client
        .appendToStream(stream, oneEvent(), { ...call, expectedRevision })
        .then(({ nextExpectedRevision }) => nextExpectedRevision, errorOf);
    const refused = (expectedVersion: unknown, actualVersion: unknown) =>
      expect.objectContaining({ streamName: stream, expectedVersion, actualVersion });

    expect(await append(STREAM_EXISTS)).toEqual(refused(STREAM_EXISTS, NO_STREAM));
    expect(await append(0n)).toEqual(refused(0n, NO_STREAM));
    expect(await append(NO_STREAM)).toBe(0n);
    expect(await append(NO_STREAM)).toEqual(refused(NO_STREAM, 0n));
    expect(await append(0n)).toBe(1n);
    expect(await append(0n)).toEqual(refused(0n, 1n));
    expect(await append(7n)).toEqual(refused(7n, 1n));
    expect(await append(STREAM_EXISTS)).toBe(2n);
    expect(await append(ANY)).toBe(3n);
    expect(await append(7n)).toBeInstanceOf(WrongExpectedVersionError);
  });

  test.each([ANY, NO_STREAM] as const)(
    'a repeat that expects %s answers as before and writes nothing',
    async (expectedRevision) => {
      const stream = newStream();
      const events = numberedEvents(3);
      const first = await client.appendToStream(stream, events, { ...call, expectedRevision });
      const again = await client.appendToStream(stream, events, { ...call, expectedRevision });
      expect(again).toEqual(first);
      expect(await collect(client.readStream(stream))).toHaveLength(3);
    },
  );

  test('an append without events writes nothing and tells the revision', async () => {
    const stream = newStream();
    const none = await client.appendToStream(stream, [], call);
    expect(none.success).toBe(true);
    await client.appendToStream(stream, numberedEvents(2), call);
    const some = await client.appendToStream(stream, [], call);
    expect(some.nextExpectedRevision).toBe(1n);
    expect(await collect(client.readStream(stream))).toHaveLength(2);
  });

  test('an oversize append is refused with the limit, and the next one works', async () => {
    const stream = newStream();
    const tooLarge = jsonEvent({ type: 'Large', data: { text: 'x'.repeat(1_048_576) } });
    const error = await client.appendToStream(stream, tooLarge, call).catch(errorOf);
    expect(error).toBeInstanceOf(MaxAppendSizeExceededError);
    expect(error).toMatchObject({ maxAppendSize: 1_048_576 });
    await expect(client.appendToStream(stream, oneEvent(), call)).resolves.toMatchObject({
      nextExpectedRevision: 0n,
    });
  });

  test('JSON, binary, metadata and odd names come back as they were', async () => {
    const stream = `stream "ö" 😀 ${newStream()}`;
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await client.appendToStream(
      stream,
      [
        jsonEvent({ type: 'Jsön', data: { text: 'ä\u0000😀' }, metadata: { by: 'me' } }),
        binaryEvent({ type: 'Binary', data: bytes, metadata: bytes.slice(200) }),
      ],
      call,
    );
    const [json, binary] = await collect(client.readStream(stream));
    expect(json?.event).toMatchObject({
      streamId: stream,
      type: 'Jsön',
      isJson: true,
      data: { text: 'ä\u0000😀' },
      metadata: { by: 'me' },
    });
    expect(json?.event?.created.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(binary?.event).toMatchObject({ type: 'Binary', isJson: false });
    expect(Buffer.from(binary?.event?.data as Uint8Array)).toEqual(Buffer.from(bytes));
  });
});

const errorOf = (error: unknown): unknown => error;

describe('an Append call whose options come twice', () => {
  const options = (): streams.AppendReq => {
    const identifier = new shared.StreamIdentifier();
    identifier.setStreamName(Buffer.from(newStream()));
    const content = new streams.AppendReq.Options();
    content.setStreamIdentifier(identifier);
    content.setAny(new shared.Empty());
    const request = new streams.AppendReq();
    request.setOptions(content);
    return request;
  };

  const event = (bytes: number): streams.AppendReq => {
    const id = new shared.UUID();
    id.setString(randomUUID());
    const proposed = new streams.AppendReq.ProposedMessage();
    proposed.setId(id);
    proposed.getMetadataMap().set('type', 'T').set('content-type', 'application/json');
    proposed.setData(Buffer.alloc(bytes, 'x'));
    const request = new streams.AppendReq();
    request.setProposedMessage(proposed);
    return request;
  };

  let small: TestNode;
  beforeAll(async () => {
    small = await TestNode.start({ limits: { heldBytesMax: 5_000 } });
  });
  afterAll(() => small.discard());

  test('is refused, and returns its part of the memory of waiting appends', async () => {
    const address = `127.0.0.1:${small.running.port}`;
    const raw = new streamsGrpc.StreamsClient(address, credentials.createInsecure());
    const failure = await new Promise<ServiceError | null>((resolve) => {
      const call = raw.append((error) => {
        resolve(error);
      });
      for (const request of [options(), event(3_000), options()]) call.write(request);
      call.end();
    });
    raw.close();
    expect(failure?.code).toBe(3);
    const data = { text: 'x'.repeat(2_000) };
    const next = small.client().appendToStream(newStream(), jsonEvent({ type: 'T', data }));
    await expect(next).resolves.toMatchObject({ success: true });
  });
});

describe('many appends at once', () => {
  test('to one stream are contiguous, each exactly once', async () => {
    const stream = newStream();
    const results = await Promise.all(
      Array.from({ length: 2_000 }, (_, number) =>
        client.appendToStream(stream, numberedEvents(1, 'Counted', number)),
      ),
    );
    const events = await collect(client.readStream(stream));
    expect(revisionsOf(events)).toEqual(Array.from({ length: 2_000 }, (_, index) => index));
    expect(numbersOf(events).sort((a, b) => a - b)).toEqual(revisionsOf(events));
    for (const [number, { nextExpectedRevision, position }] of results.entries()) {
      const event = events[Number(nextExpectedRevision)]?.event;
      expect(event?.data).toEqual({ number });
      expect(event?.position).toEqual(position);
    }
  });

  test('that expect the same revision: one is written', async () => {
    const stream = newStream();
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        client.appendToStream(stream, oneEvent(), { expectedRevision: NO_STREAM }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await collect(client.readStream(stream))).toHaveLength(1);
  });

  test('that repeat each other: one is written, all are answered alike', async () => {
    const stream = newStream();
    const events = numberedEvents(2);
    const results = await Promise.all(
      Array.from({ length: 50 }, () =>
        client.appendToStream(stream, events, { expectedRevision: NO_STREAM }),
      ),
    );
    expect(new Set(results.map(({ position }) => position?.commit)).size).toBe(1);
    expect(await collect(client.readStream(stream))).toHaveLength(2);
  });

  test('of several events are each contiguous in the log', async () => {
    const stream = newStream();
    const other = newStream();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        client.appendToStream(index % 2 ? stream : other, numberedEvents(25, 'Part', index * 100)),
      ),
    );
    const log = await collect(
      client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1_000 }),
    );
    const numbers = numbersOf(log.reverse());
    for (let at = 0; at < numbers.length; at += 25) {
      const first = numbers[at]!;
      expect(numbers.slice(at, at + 25)).toEqual(Array.from({ length: 25 }, (_, i) => first + i));
    }
  });
});
