import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runEventNode } from './main.js';
import { defaultNodeLimits } from './model/node-limits.js';
import { LogStore } from './storage/log-store.js';
import { BatchCall } from './testing/batch-call.js';
import { until } from '../../../test/support/until.js';
import { SubscriptionRecorder } from './testing/subscription-recorder.js';
import { TestNode } from './testing/test-node.js';
import {
  collect,
  newStream,
  numberedEvents,
  oneEvent,
  revisionsOf,
} from './testing/test-events.js';

let node: TestNode;

beforeEach(async () => {
  node = await TestNode.start();
});

afterEach(() => node.discard());

describe('a restart', () => {
  test('finds everything and goes on', async () => {
    const [stream, removed, limited] = [newStream(), newStream(), newStream()];
    const events = numberedEvents(3);
    const before = node.client();
    await before.appendToStream(stream, events);
    await before.appendToStream(removed, oneEvent());
    await before.tombstoneStream(removed);
    await before.appendToStream(limited, numberedEvents(3));
    await before.setStreamMetadata(limited, { maxCount: 1 });
    const log = await collect(before.readAll());
    await node.stop();
    await node.start();

    const client = node.client();
    expect(await collect(client.readAll())).toEqual(log);
    const repeated = await client.appendToStream(stream, events);
    expect(repeated.nextExpectedRevision).toBe(2n);
    const next = await client.appendToStream(stream, oneEvent());
    expect(next.nextExpectedRevision).toBe(3n);
    expect(next.position?.commit).toBeGreaterThan(log.at(-1)!.commitPosition!);
    expect(revisionsOf(await collect(client.readStream(limited)))).toEqual([2]);
    await expect(client.appendToStream(removed, oneEvent())).rejects.toMatchObject({
      type: 'stream-deleted',
    });
  });

  test('gives new streams numbers of their own', async () => {
    const [first, second] = [newStream(), newStream()];
    await node.client().setStreamMetadata(first, { maxCount: 9 });
    await node.stop();
    await node.start();
    const client = node.client();
    await client.appendToStream(second, numberedEvents(2));
    await client.appendToStream(first, numberedEvents(1));
    expect(await collect(client.readStream(first))).toHaveLength(1);
    expect(await collect(client.readStream(second))).toHaveLength(2);
  });
});

test('a second node on the same directory does not start', async () => {
  const second = runEventNode({ host: '127.0.0.1', port: 0, dataDir: node.dataDir });
  await expect(second).rejects.toThrow(/in use by another event node/);
  await node.client().appendToStream(newStream(), oneEvent());
});

test('a node that cannot listen leaves its directory free', async () => {
  const other = await TestNode.start();
  const { port } = other.running;
  await node.stop();
  const options = { host: '127.0.0.1', dataDir: node.dataDir };
  await expect(runEventNode({ ...options, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await node.start();
  await other.discard();
});

describe('a stop', () => {
  test('answers what was queued, and ends what is open as cancelled', async () => {
    const client = node.client();
    const stream = newStream();
    await client.appendToStream(stream, oneEvent());
    const followed = new SubscriptionRecorder(client.subscribeToAll());
    const call = new BatchCall(node.running.port);
    for (let count = 0; count < 200; count++) call.send({ stream });
    await followed.untilEvents(3);
    const { closed } = node.running;
    await node.stop();
    await closed;
    await until(() => followed.error !== undefined && call.error !== undefined);
    expect(followed.error?.type).toBe('cancelled');
    expect(call.error?.code).toBe(1);
    call.close();
    await node.start();
    const events = await collect(node.client().readStream(stream));
    expect(events.length - 1).toBeGreaterThanOrEqual(call.answers.length);
  });

  test('does not wait for a client that does not read', async () => {
    const client = node.client();
    const stream = newStream();
    await client.appendToStream(stream, numberedEvents(4_000));
    const reader = client.readStream(stream)[Symbol.asyncIterator]();
    await reader.next();
    await node.stop();
    const drain = async () => {
      while (!(await reader.next()).done);
    };
    // The reader sees the end of the call, or the end of the connection if the connection is cut
    // first.
    await expect(drain()).rejects.toMatchObject({
      type: expect.stringMatching(/^(cancelled|unavailable)$/),
    });
  });
});

test('a node that cannot write says so, and fails', async () => {
  const client = node.client();
  const stream = newStream();
  await client.appendToStream(stream, oneEvent());
  const { closed } = node.running;
  const usurper = await LogStore.open(join(node.dataDir, 'event-log'), defaultNodeLimits);
  await expect(client.appendToStream(stream, oneEvent())).rejects.toMatchObject({
    type: 'unavailable',
  });
  await expect(closed).rejects.toThrow('took over');
  await usurper.close();
  await node.start();
  expect(await collect(node.client().readStream(stream))).toHaveLength(1);
});

describe('the port', () => {
  const get = (path: string) => fetch(`http://127.0.0.1:${node.running.port}${path}`);

  test('answers HTTP/1 beside gRPC', async () => {
    expect((await get('/health/live')).status).toBe(204);
    expect(await (await get('/ping')).json()).toEqual({
      msgTypeId: 0,
      text: 'Ping request successfully handled',
    });
    expect(await (await get('/info')).json()).toEqual({
      esVersion: '24.10.0',
      state: 'leader',
      features: {},
    });
    expect((await get('/nowhere')).status).toBe(404);
  });

  test('waits for a client that sends byte by byte', async () => {
    const socket = connect(node.running.port, '127.0.0.1');
    await once(socket, 'connect');
    for (const byte of 'GET /health/live HTTP/1.1\r\nHost: node\r\n\r\n') {
      socket.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('204');
    socket.destroy();
  });

  test('is found by discovery', async () => {
    const url = node.running.url.replace('esdb://', 'esdb+discover://');
    const client = EventStoreDBClient.connectionString(url);
    const result = await client.appendToStream(newStream(), oneEvent());
    expect(result.success).toBe(true);
    await client.dispose();
  });

  test('says that other services are not implemented', async () => {
    await expect(node.client().listProjections()).rejects.toMatchObject({ code: 12 });
  });
});
