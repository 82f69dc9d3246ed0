import { describe, expect, test } from '@jest/globals';
import { resolve } from 'node:path';
import protobuf from 'protobufjs';
import { eventRecord } from '../testing/test-event-record.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import {
  appendSuccess,
  appendWrongRevision,
  readAppendPart,
  readRemovalRequest,
  removalResponse,
} from './append-messages.js';
import {
  appendTooLargeError,
  badRequestError,
  type BatchAppendError,
  readBatchAppendChunk,
  readBatchAppendOptions,
  streamDeletedError,
  writeBatchError,
  writeBatchSuccess,
  wrongRevisionError,
} from './batch-append-messages.js';
import { readReadRequest } from './read-request.js';
import {
  writeCaughtUp,
  writeCheckpoint,
  writeConfirmation,
  writeReadEvent,
  writeStreamNotFound,
} from './read-response.js';
import { clusterInfo, supportedMethods } from './server-messages.js';

/** The tests compare each hand-written codec with the message definitions in `proto/`. */
const folder = resolve('apps/event-node/proto');
const root = new protobuf.Root();
root.resolvePath = (_, path) =>
  path.startsWith('google/') ? resolve('node_modules/protobufjs', path) : resolve(folder, path);
root.loadSync(['streams.proto', 'gossip.proto', 'server-features.proto'], { keepCase: true });

const typeOf = (name: string): protobuf.Type =>
  root.lookupType(name.startsWith('google.') ? name : `event_store.client.${name}`);

/** A message of the named type, encoded by protobufjs from the definitions. */
const encoded = (name: string, fields: object): Buffer => {
  const type = typeOf(name);
  return Buffer.from(type.encode(type.fromObject(fields)).finish());
};

/**
 * Returns the fields of a message, with bytes as Base64. Fails if the message has a field that is
 * not in its definition. A field with a default value (0 or empty) may be missing from the result,
 * so the tests use values that are not the default.
 */
const decoded = (name: string, bytes: Uint8Array): Record<string, unknown> => {
  const type = typeOf(name);
  const message = type.decode(bytes);
  expect(type.encode(message).finish()).toHaveLength(bytes.length);
  return type.toObject(message, {
    longs: Number,
    bytes: String,
    enums: String,
  });
};

/** Returns the single message that the gRPC frames contain. */
const unframed = (frames: Buffer): Buffer => {
  expect(frames.readUInt32BE(1)).toBe(frames.length - 5);
  return frames.subarray(5);
};

const written = (name: string, write: (frames: ProtoWriter) => void): Record<string, unknown> => {
  const frames = new ProtoWriter();
  write(frames);
  return decoded(name, unframed(frames.finish()));
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const streamIdentifier = { stream_name: Buffer.from('s') };
const id = { string: '0a1b2c3d-4e5f-6a7b-8c9d-ffeeddccbbaa' };
const metadata = { type: 'T', 'content-type': 'application/json' };
const proposed = {
  id,
  metadata,
  custom_metadata: Buffer.from('m'),
  data: Buffer.from('d'),
};
const event = {
  type: Buffer.from('T'),
  isJson: true,
  metadata: Buffer.from('m'),
  data: Buffer.from('d'),
};

/**
 * For each kind of expected revision: its name, its fields in a message, and the value that the
 * node reads from them.
 */
const expectations = [
  ['revision', { revision: 7 }, 7],
  ['no_stream', { no_stream: {} }, 'no_stream'],
  ['any', { any: {} }, 'any'],
  ['stream_exists', { stream_exists: {} }, 'stream_exists'],
] as const;

describe('requests are read as defined', () => {
  test.each(expectations)('Append, Delete and Tombstone with %s', (_, fields, expected) => {
    const message = { options: { stream_identifier: streamIdentifier, ...fields } };
    const options = { streamName: 's', expected };
    expect(readAppendPart(encoded('streams.AppendReq', message))).toEqual({ options });
    expect(readRemovalRequest(encoded('streams.DeleteReq', message))).toEqual(options);
    expect(readRemovalRequest(encoded('streams.TombstoneReq', message))).toEqual(options);
  });

  test.each([
    ['text', id],
    [
      'two numbers',
      {
        structured: {
          most_significant_bits: BigInt('0x0a1b2c3d4e5f6a7b').toString(),
          least_significant_bits: BigInt.asIntN(64, 0x8c9dffeeddccbbaan).toString(),
        },
      },
    ],
  ])('an event with its id as %s', (_, uuid) => {
    const message = encoded('streams.AppendReq', { proposed_message: { ...proposed, id: uuid } });
    const { event: read } = readAppendPart(message);
    expect(read).toMatchObject(event);
    expect(read?.id.toString('hex')).toBe(id.string.replaceAll('-', ''));
  });

  test('a chunk of BatchAppend', () => {
    const chunk = readBatchAppendChunk(
      encoded('streams.BatchAppendReq', {
        correlation_id: id,
        options: {
          stream_identifier: streamIdentifier,
          stream_position: 3,
          deadline: { seconds: 9, nanos: 5e8 },
        },
        proposed_messages: [proposed, proposed],
        is_final: true,
      }),
    );
    expect(chunk.correlationId).toEqual(encoded('UUID', id));
    expect(chunk.events).toHaveLength(2);
    expect(chunk.isFinal).toBe(true);
    const options = readBatchAppendOptions(chunk.options ?? Buffer.alloc(0));
    expect(options).toEqual({ streamName: 's', expected: 3, deadline: 9_500 });
  });

  test.each(expectations)('options of BatchAppend with %s', (name, fields, expected) => {
    const position = name === 'revision' ? { stream_position: fields.revision } : fields;
    const message = { stream_identifier: streamIdentifier, ...position };
    const options = readBatchAppendOptions(encoded('streams.BatchAppendReq.Options', message));
    expect(options).toEqual({ streamName: 's', expected, deadline: undefined });
  });

  test.each([
    ['a revision', { revision: 4 }, 4],
    ['the start', { start: {} }, 'start'],
    ['the end', { end: {} }, 'end'],
  ])('Read of a stream from %s', (_, from, read) => {
    const options = {
      stream: { stream_identifier: streamIdentifier, ...from },
      read_direction: 1,
      resolve_links: true,
      count: 12,
      no_filter: {},
      uuid_option: { string: {} },
    };
    expect(readReadRequest(encoded('streams.ReadReq', { options }))).toEqual({
      streamName: 's',
      from: read,
      backwards: true,
      count: 12,
      isSubscription: false,
      resolveLinks: true,
      filter: undefined,
      uuidForm: 'text',
    });
  });

  test.each([
    ['stream_identifier', 'stream-name'],
    ['event_type', 'event-type'],
  ])('a subscription to the log with a filter on %s', (field, on) => {
    const options = {
      all: { position: { commit_position: 99, prepare_position: 99 } },
      subscription: {},
      filter: {
        [field]: { regex: '^a', prefix: ['b', 'c'] },
        max: 32,
        checkpoint_interval_multiplier: 2,
      },
      uuid_option: { structured: {} },
    };
    expect(readReadRequest(encoded('streams.ReadReq', { options }))).toMatchObject({
      streamName: undefined,
      from: 99,
      isSubscription: true,
      filter: { on, regex: '^a', prefixes: ['b', 'c'], window: 32, intervalMultiplier: 2 },
      uuidForm: 'structured',
    });
  });
});

describe('responses are written as defined', () => {
  const position = { commit_position: 700, prepare_position: 700 };
  const target = { correlationId: encoded('UUID', id), streamName: 's' };
  const none = { no_stream: {}, no_position: {} };

  test('Append', () => {
    const success = decoded(
      'streams.AppendResp',
      unframed(appendSuccess({ revision: 4, position: 700 })),
    );
    expect(success).toEqual({ success: { current_revision: 4, position } });
    const nothing = appendSuccess({ revision: -1, position: undefined });
    expect(decoded('streams.AppendResp', unframed(nothing))).toEqual({ success: none });
  });

  test.each([
    [7, { expected_revision: 7 }],
    ['any', { expected_any: {} }],
    ['no_stream', { expected_no_stream: {} }],
    ['stream_exists', { expected_stream_exists: {} }],
  ] as const)('Append with a wrong revision that expected %s', (expected, fields) => {
    const wrong = (current: number) =>
      decoded('streams.AppendResp', unframed(appendWrongRevision(expected, current)));
    expect(wrong(5)).toEqual({ wrong_expected_version: { current_revision: 5, ...fields } });
    expect(wrong(-1)).toEqual({ wrong_expected_version: { current_no_stream: {}, ...fields } });
  });

  test.each(['streams.DeleteResp', 'streams.TombstoneResp'])('%s', (name) => {
    expect(decoded(name, unframed(removalResponse(700)))).toEqual({ position });
  });

  test.each(expectations)('BatchAppend that expected %s', (name, fields, expected) => {
    const response = written('streams.BatchAppendResp', (frames) => {
      writeBatchSuccess(frames, { ...target, expected }, { revision: 4, position: 700 });
    });
    expect(response).toEqual({
      correlation_id: id,
      success: { current_revision: 4, position },
      stream_identifier: { stream_name: base64('s') },
      ...(name === 'revision' ? { stream_position: 7 } : fields),
    });
  });

  test.each<[string, BatchAppendError, object]>([
    [
      'WrongExpectedVersion',
      wrongRevisionError(7, 3),
      { current_stream_revision: 3, expected_stream_position: 7 },
    ],
    [
      'WrongExpectedVersion',
      wrongRevisionError('any', -1),
      { current_no_stream: {}, expected_any: {} },
    ],
    ['StreamDeleted', streamDeletedError('s'), { stream_identifier: { stream_name: base64('s') } }],
    ['MaximumAppendSizeExceeded', appendTooLargeError(900), { max_append_size: 900 }],
    ['BadRequest', badRequestError('why'), { message: 'why' }],
  ])('BatchAppend with the error %s', (name, error, detail) => {
    const response = written('streams.BatchAppendResp', (frames) => {
      writeBatchError(frames, { ...target, expected: 'any' }, error);
    });
    expect(response).toMatchObject({
      correlation_id: id,
      error: { code: error.code, message: error.message },
    });
    const { type_url: url } = (response['error'] as { details: { type_url: string } }).details;
    expect(url).toBe(`type.googleapis.com/event_store.client.${name}`);
    expect(decoded(name, error.detail.value)).toEqual(detail);
  });

  test('an event and the link that led to it', () => {
    const record = eventRecord({ position: 300, revision: 2, metadata: 'm', data: 'd' });
    const draft = { position: 400, revision: 1, streamName: 'links', metadata: 'm' };
    const link = eventRecord({ ...draft, type: '$>', data: '2@s' });
    const response = written('streams.ReadResp', (frames) => {
      writeReadEvent(frames, { event: record, link }, 'text');
    });
    expect(response).toMatchObject({
      event: {
        event: {
          id: { string: '01010101-0101-0101-0101-010101010101' },
          stream_identifier: { stream_name: base64('s') },
          stream_revision: 2,
          prepare_position: 300,
          commit_position: 300,
          metadata: { type: 'T', created: '17000000000000000', 'content-type': 'application/json' },
          custom_metadata: base64('m'),
          data: base64('d'),
        },
        link: { stream_identifier: { stream_name: base64('links') }, commit_position: 400 },
        commit_position: 400,
      },
    });
  });

  test('the other responses of Read', () => {
    const response = (write: (frames: ProtoWriter) => void) => written('streams.ReadResp', write);
    expect(
      response((frames) => {
        writeConfirmation(frames, 'sub');
      }),
    ).toEqual({ confirmation: { subscription_id: 'sub' } });
    expect(
      response((frames) => {
        writeCheckpoint(frames, 700);
      }),
    ).toEqual({ checkpoint: position });
    expect(
      response((frames) => {
        writeStreamNotFound(frames, 's');
      }),
    ).toEqual({
      stream_not_found: { stream_identifier: { stream_name: base64('s') } },
    });
    expect(response(writeCaughtUp)).toEqual({ caught_up: {} });
  });

  test('GetSupportedMethods and Gossip', () => {
    const methods = supportedMethods(['/a.Streams/Read']);
    expect(decoded('server_features.SupportedMethods', unframed(methods))).toMatchObject({
      methods: [{ method_name: 'read', service_name: 'a.streams' }],
      event_store_server_version: '24.10.0',
    });
    const info = clusterInfo({ nodeId: Buffer.alloc(16, 1), host: 'h', port: 2113, at: 17 });
    expect(decoded('gossip.ClusterInfo', unframed(info))).toEqual({
      members: [
        {
          instance_id: { string: '01010101-0101-0101-0101-010101010101' },
          time_stamp: 170_000,
          state: 'Leader',
          is_alive: true,
          http_end_point: { address: 'h', port: 2113 },
        },
      ],
    });
  });
});

test('the served methods are those of the definitions', async () => {
  const { servedMethods } = await import('../services/routes.js');
  const defined = ['streams.Streams', 'server_features.ServerFeatures', 'gossip.Gossip'].flatMap(
    (service) => {
      const name = `event_store.client.${service}`;
      return Object.keys(root.lookupService(name).methods).map((method) => `/${name}/${method}`);
    },
  );
  expect([...servedMethods].sort()).toEqual(defined.sort());
});
