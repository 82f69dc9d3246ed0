import { EventStoreDBClient, START } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CrashingNode } from './testing/crashing-node.js';
import { until } from '../../../test/support/until.js';
import { collect, newStream, numberedEvents, oneEvent } from './testing/test-events.js';

/**
 * The full disk is simulated: no file can grow beyond this number of bytes. 16 bytes are just
 * enough for the random token that each start of the node writes into its lock file.
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
    // The node is started once before the disk is full, because the first start creates the index,
    // which needs space.
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
    // The node reports with this text that it could not write the index.
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
