import {
  type EventStoreDBClient,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
} from '@eventstore/db-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { once } from 'node:events';
import { TestNode } from '../../apps/event-node/src/testing/test-node.js';
import { newStream, oneEvent } from '../../apps/event-node/src/testing/test-events.js';
import { framed, RawGrpc } from './raw-grpc.js';

/**
 * This spec sends malformed requests, which no official client would send. The event store must
 * refuse each and keep serving other calls.
 */
let node: TestNode;
let client: EventStoreDBClient;
let raw: RawGrpc;

beforeAll(async () => {
  node = await TestNode.start({ limits: { messageBytesMax: 2 * 1024 * 1024 } });
  client = node.client();
  raw = new RawGrpc(node.running.port);
});

afterAll(async () => {
  raw.close();
  await node.discard();
});

afterEach(async () => {
  await expect(client.appendToStream(newStream(), oneEvent())).resolves.toMatchObject({
    success: true,
  });
});

/** gRPC status codes. */
const invalidArgument = 3;
const resourceExhausted = 8;
const unimplemented = 12;

const streams = '/event_store.client.streams.Streams';
const persistent = '/event_store.client.persistent_subscriptions.PersistentSubscriptions';
const taking = [
  `${streams}/Read`,
  `${streams}/Append`,
  `${streams}/BatchAppend`,
  `${streams}/Delete`,
  `${streams}/Tombstone`,
];

const garbage: readonly [string, Buffer][] = [
  ['a field longer than its message', Buffer.from([0x0a, 0x7f, 0x00])],
  ['a number without an end', Buffer.alloc(12, 0xff)],
  ['a wire type that there is not', Buffer.from([0x0f])],
  ['a message that ends in a field', Buffer.from([0x09, 1, 2])],
  ['another type of field', Buffer.from([0x08, 0x01])],
];

describe.each(taking)('%s', (path) => {
  test.each(garbage)('refuses %s', async (_, message) => {
    const { http, grpc } = await raw.call(path, framed(message));
    expect({ http, grpc }).toEqual({ http: 200, grpc: invalidArgument });
  });

  test('refuses a compressed message', async () => {
    const { grpc } = await raw.call(path, framed(Buffer.alloc(4), 1));
    expect(grpc).toBe(unimplemented);
  });

  test('refuses a message that is too long, before it has come', async () => {
    const head = framed(Buffer.alloc(0));
    head.writeUInt32BE(3 * 1024 * 1024, 1);
    const { grpc } = await raw.call(path, head);
    expect(grpc).toBe(resourceExhausted);
  });

  test('does not take half a message for one', async () => {
    const { grpc } = await raw.call(path, framed(Buffer.alloc(10)).subarray(0, 9));
    expect(grpc).not.toBe(undefined);
  });
});

test.each(['Read', 'Delete', 'Tombstone', 'Append'])('%s without a message', async (method) => {
  const { grpc } = await raw.call(`${streams}/${method}`, Buffer.alloc(0));
  expect(grpc).toBe(invalidArgument);
});

test.each(['/', '/nothing', `${streams}/Nothing`, '/event_store.client.users.Users/Create'])(
  'there is no method %s',
  async (path) => {
    expect((await raw.call(path, framed(Buffer.alloc(0)))).grpc).toBe(unimplemented);
  },
);

test.each([
  ...['Create', 'Update', 'Delete', 'Read', 'GetInfo'],
  ...['ReplayParked', 'List', 'RestartSubsystem'],
])('persistent subscriptions are not there, and %s says so', async (method) => {
  const { grpc, text } = await raw.call(`${persistent}/${method}`, framed(Buffer.alloc(0)));
  expect({ grpc, text }).toEqual({
    grpc: unimplemented,
    text: 'The event node has no persistent subscriptions: use catch-up subscriptions.',
  });
});

test('the official client says that persistent subscriptions are not there', async () => {
  const stream = newStream();
  const settings = persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START });
  const text = 'no persistent subscriptions';
  const created = client.createPersistentSubscriptionToStream(stream, 'group', settings);
  await expect(created).rejects.toThrow(text);
  const deleted = client.deletePersistentSubscriptionToStream(stream, 'group');
  await expect(deleted).rejects.toThrow(text);
  const subscription = client.subscribeToPersistentSubscriptionToStream(stream, 'group');
  await expect(once(subscription, 'data')).rejects.toThrow(text);
  // The event store does not offer these calls by gRPC. The client sees that in the answer of
  // GetSupportedMethods, and tries them over HTTP.
  await expect(client.listAllPersistentSubscriptions()).rejects.toThrow('Not Found');
  const info = client.getPersistentSubscriptionToStreamInfo(stream, 'group');
  await expect(info).rejects.toThrow('does not exist');
});

test('many broken calls at once leave nothing behind', async () => {
  const before = await calls();
  const broken = framed(Buffer.alloc(12, 0xff));
  await Promise.all(
    Array.from({ length: 500 }, (_, index) =>
      raw.call(taking[index % taking.length] ?? '', broken),
    ),
  );
  expect(await calls()).toBe(before);
});

test('a connection that breaks the HTTP/2 protocol is cut', async () => {
  const socket = connect(node.running.port, '127.0.0.1');
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  socket.write(Buffer.alloc(64, 0xff));
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'close');
});

const calls = async (): Promise<number> => {
  const answer = await fetch(`http://127.0.0.1:${node.running.port}/stats`);
  return ((await answer.json()) as { es: { calls: number } }).es.calls;
};
