import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { describe, expect, test } from '@jest/globals';
import timestamp from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { MalformedMessage } from '../model/faults.js';
import {
  readAppendPart,
  readRemovalRequest,
  readProposedEvent,
  RequiredMetadataMissing,
} from './append-messages.js';
import { readBatchAppendChunk, readBatchAppendOptions } from './batch-append-messages.js';
import { type ExpectedRevision, proposedSize } from '../model/requests.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import { readReadRequest } from './read-request.js';

// The tests encode each request with the generated code of the official client.

const idText = '0a1b2c3d-4e5f-6a7b-8c9d-ffeeddccbbaa';

const uuid = (text = idText) => {
  const message = new shared.UUID();
  message.setString(text);
  return message;
};

const identifier = (name: string) => {
  const message = new shared.StreamIdentifier();
  message.setStreamName(Buffer.from(name));
  return message;
};

const bytesOf = (message: { serializeBinary(): Uint8Array }) =>
  Buffer.from(message.serializeBinary());

const proposed = (metadata: Record<string, string>, id = uuid()) => {
  const event = new streams.BatchAppendReq.ProposedMessage();
  event.setId(id);
  for (const [key, value] of Object.entries(metadata)) event.getMetadataMap().set(key, value);
  event.setCustomMetadata(Buffer.from('{"m":1}'));
  event.setData(Buffer.from('{"d":2}'));
  return event;
};

const jsonMetadata = { type: 'Täst', 'content-type': 'application/json', other: 'ignored' };

describe('a proposed event', () => {
  test('is read as sent', () => {
    const event = readProposedEvent(bytesOf(proposed(jsonMetadata)));
    expect(event.id.toString('hex')).toBe(idText.replaceAll('-', ''));
    expect(event.type.toString()).toBe('Täst');
    expect(event.isJson).toBe(true);
    expect(event.metadata.toString()).toBe('{"m":1}');
    expect(event.data.toString()).toBe('{"d":2}');
  });

  test('counts data, custom metadata and twice the characters of its type', () => {
    expect(proposedSize(readProposedEvent(bytesOf(proposed(jsonMetadata))))).toBe(7 + 7 + 2 * 4);
  });

  test('of any other content type is binary', () => {
    const event = proposed({ type: 'T', 'content-type': 'text/plain' });
    expect(readProposedEvent(bytesOf(event)).isJson).toBe(false);
  });

  test.each([{ type: 'T' }, { 'content-type': 'application/json' }, { ...jsonMetadata, type: '' }])(
    'with metadata %j misses required metadata',
    (metadata) => {
      expect(() => readProposedEvent(bytesOf(proposed(metadata)))).toThrow(RequiredMetadataMissing);
    },
  );

  test('needs an id', () => {
    const zero = proposed(jsonMetadata, uuid('00000000-0000-0000-0000-000000000000'));
    expect(() => readProposedEvent(bytesOf(zero))).toThrow(MalformedMessage);
    const none = proposed(jsonMetadata);
    none.clearId();
    expect(() => readProposedEvent(bytesOf(none))).toThrow(MalformedMessage);
  });
});

type SetExpectation = (options: {
  setAny(value: shared.Empty): unknown;
  setNoStream(value: shared.Empty): unknown;
  setStreamExists(value: shared.Empty): unknown;
  setRevision(value: string): unknown;
}) => unknown;

const expectations: [ExpectedRevision, SetExpectation][] = [
  ['any', (options) => options.setAny(new shared.Empty())],
  ['no_stream', (options) => options.setNoStream(new shared.Empty())],
  ['stream_exists', (options) => options.setStreamExists(new shared.Empty())],
  [7, (options) => options.setRevision('7')],
  [18446744073709551615n, (options) => options.setRevision('18446744073709551615')],
];

describe.each(expectations)('the expectation %s', (expected, set) => {
  test('is read from the options of an append', () => {
    const options = new streams.AppendReq.Options();
    options.setStreamIdentifier(identifier('s'));
    set(options);
    const request = new streams.AppendReq();
    request.setOptions(options);
    expect(readAppendPart(bytesOf(request)).options).toEqual({ streamName: 's', expected });
  });

  test('is read from the options of a delete', () => {
    const options = new streams.DeleteReq.Options();
    options.setStreamIdentifier(identifier('s'));
    set(options);
    const request = new streams.DeleteReq();
    request.setOptions(options);
    expect(readRemovalRequest(bytesOf(request))).toEqual({ streamName: 's', expected });
  });
});

test('a batch append chunk is read as sent', () => {
  const deadline = timestamp.Timestamp.fromDate(new Date(1_700_000_000_123));
  const options = new streams.BatchAppendReq.Options();
  options.setStreamIdentifier(identifier('order-ö'));
  options.setStreamPosition('12');
  options.setDeadline(deadline);
  const request = new streams.BatchAppendReq();
  request.setCorrelationId(uuid());
  request.setOptions(options);
  request.setProposedMessagesList([proposed(jsonMetadata), proposed(jsonMetadata)]);
  request.setIsFinal(true);
  const chunk = readBatchAppendChunk(bytesOf(request));
  expect(chunk.correlationId).toEqual(bytesOf(uuid()));
  expect(chunk.events).toHaveLength(2);
  expect(chunk.isFinal).toBe(true);
  expect(readBatchAppendOptions(chunk.options!)).toEqual({
    streamName: 'order-ö',
    expected: 12,
    deadline: 1_700_000_000_123,
  });
});

const readRequest = (fill: (options: streams.ReadReq.Options) => void) => {
  const options = new streams.ReadReq.Options();
  const uuidOption = new streams.ReadReq.Options.UUIDOption();
  uuidOption.setString(new shared.Empty());
  options.setUuidOption(uuidOption);
  options.setNoFilter(new shared.Empty());
  fill(options);
  const request = new streams.ReadReq();
  request.setOptions(options);
  return readReadRequest(bytesOf(request));
};

describe('a read request', () => {
  test('of a stream backwards from a revision', () => {
    const request = readRequest((options) => {
      const stream = new streams.ReadReq.Options.StreamOptions();
      stream.setStreamIdentifier(identifier('s'));
      stream.setRevision('5');
      options.setStream(stream);
      options.setReadDirection(streams.ReadReq.Options.ReadDirection.BACKWARDS);
      options.setCount('9007199254740991');
    });
    expect(request).toEqual({
      streamName: 's',
      from: 5,
      backwards: true,
      count: Number.MAX_SAFE_INTEGER,
      isSubscription: false,
      resolveLinks: false,
      filter: undefined,
      uuidForm: 'text',
    });
  });

  test('of a stream from its end', () => {
    const request = readRequest((options) => {
      const stream = new streams.ReadReq.Options.StreamOptions();
      stream.setStreamIdentifier(identifier('s'));
      stream.setEnd(new shared.Empty());
      options.setStream(stream);
    });
    expect(request.from).toBe('end');
  });

  test('of a stream from a revision, whatever fields a later client adds', () => {
    const stream = new ProtoWriter()
      .bytes(1, bytesOf(identifier('s')))
      .uint64(2, 5)
      .uint64(15, 1);
    const all = new ProtoWriter()
      .message(1, (position) => position.uint64(1, 77).uint64(2, 77))
      .uint64(15, 1);
    const requestOf = (field: number, options: ProtoWriter): Buffer => {
      const content = options.finish();
      return new ProtoWriter().message(1, (request) => request.bytes(field, content)).finish();
    };
    expect(readReadRequest(requestOf(1, stream)).from).toBe(5);
    expect(readReadRequest(requestOf(2, all)).from).toBe(77);
  });

  test('that subscribes to $all with a filter', () => {
    const request = readRequest((options) => {
      const all = new streams.ReadReq.Options.AllOptions();
      const position = new streams.ReadReq.Options.Position();
      position.setCommitPosition('77');
      position.setPreparePosition('77');
      all.setPosition(position);
      options.setAll(all);
      options.setResolveLinks(true);
      options.setSubscription(new streams.ReadReq.Options.SubscriptionOptions());
      const expression = new streams.ReadReq.Options.FilterOptions.Expression();
      expression.setPrefixList(['a', 'b']);
      const filter = new streams.ReadReq.Options.FilterOptions();
      filter.setStreamIdentifier(expression);
      filter.setMax(10);
      filter.setCheckpointintervalmultiplier(3);
      options.setFilter(filter);
    });
    expect(request).toMatchObject({
      streamName: undefined,
      from: 77,
      isSubscription: true,
      resolveLinks: true,
      filter: {
        on: 'stream-name',
        regex: '',
        prefixes: ['a', 'b'],
        window: 10,
        intervalMultiplier: 3,
      },
    });
  });

  test('of $all from its end, its filter a regular expression on the event type', () => {
    const request = readRequest((options) => {
      const all = new streams.ReadReq.Options.AllOptions();
      all.setEnd(new shared.Empty());
      options.setAll(all);
      const expression = new streams.ReadReq.Options.FilterOptions.Expression();
      expression.setRegex('^a');
      const filter = new streams.ReadReq.Options.FilterOptions();
      filter.setEventType(expression);
      filter.setCount(new shared.Empty());
      options.setFilter(filter);
    });
    expect(request.from).toBe('end');
    expect(request.filter).toMatchObject({ on: 'event-type', regex: '^a', window: undefined });
  });
});
