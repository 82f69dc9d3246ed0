import { EventStoreDBClient, START } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CrashingNode } from './testing/crashing-node.js';
import { until } from '../../../test/support/until.js';
import { collect, newStream, numberedEvents, oneEvent } from './testing/test-events.js';

/**
 * The limit of the size of each file in bytes. 16 bytes are just enough for the random token that
 * each start writes into the owner file.
 */
const fullBytes = 16;

describe('a node whose disk is full', () => {
  const node = new CrashingNode();
  const stream = newStream();
  const seen: string[] = [];
  let client: EventStoreDBClient;

  const connect = (): void => {
    client = EventStoreDBClient.connectionString(node.url);
  };

  beforeAll(async () => {
    // The first start makes the index, which could not be made once the disk is full.
    await node.start();
    await node.kill();
    await node.start();
    connect();
    await client.appendToStream(stream, numberedEvents(5));
    client.subscribeToStream(stream, { fromRevision: START }).on('data', ({ event }) => {
      seen.push(event!.id);
    });
    node.limitFiles(fullBytes);
  });

  afterAll(async () => {
    await client.dispose();
    await node.discard();
  });

  const appendRefused = async (): Promise<void> => {
    const appended = client.appendToStream(stream, oneEvent());
    await expect(appended).rejects.toMatchObject({
      type: 'unknown',
      message: expect.stringContaining('The disk of the event node is full.') as unknown,
    });
  };

  test('refuses appends, batched or alone, and deletes', async () => {
    await appendRefused();
    const credentials = { username: 'u', password: 'p' }; // With credentials the client calls Append.
    await expect(client.appendToStream(stream, oneEvent(), { credentials })).rejects.toMatchObject({
      type: 'unknown',
      code: 8,
    });
    await expect(client.deleteStream(stream)).rejects.toMatchObject({ code: 8 });
  });

  test('serves reads and subscriptions, also when the index could not be written', async () => {
    // The writing of the index has failed with this text, because the disk is full.
    await until(() => node.stderr.includes('File too large'));
    await appendRefused();
    expect(await collect(client.readStream(stream))).toHaveLength(5);
    expect(await collect(client.readAll())).toHaveLength(6);
    await until(() => seen.length === 5);
  });

  test('starts, and serves what was durable', async () => {
    await client.dispose();
    await node.kill();
    await node.start();
    connect();
    expect(await collect(client.readStream(stream))).toHaveLength(5);
    await appendRefused();
  });

  test('goes on writing when there is room', async () => {
    node.limitFiles(undefined);
    const event = oneEvent();
    const append = () => client.appendToStream(stream, event, { expectedRevision: 4n });
    let appended = await append().catch(() => undefined);
    while (appended === undefined) appended = await append().catch(() => undefined);
    expect(appended.nextExpectedRevision).toBe(5n);
    await client.dispose();
    await node.kill();
    await node.start();
    connect();
    expect(await collect(client.readStream(stream))).toHaveLength(6);
  });
});
