import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectEventStore, EventLogDamaged } from '#event-log';
import { collect, newStream, oneEvent } from '../testing/test-events.js';
import { TestNode } from '../testing/test-node.js';

describe('a record that is damaged while the node runs', () => {
  const damagedStream = newStream();
  const wholeStream = newStream();
  const event = oneEvent();
  let node: TestNode;
  let client: EventStoreDBClient;
  let place: RegExp;

  beforeAll(async () => {
    node = await TestNode.start();
    client = node.client();
    const { position } = await client.appendToStream(damagedStream, event, {
      expectedRevision: NO_STREAM,
    });
    await client.appendToStream(wholeStream, oneEvent());
    const at = Number(position!.commit);
    const directory = join(node.dataDir, 'event-log');
    const [file = ''] = readdirSync(directory).filter((name) => name.endsWith('.segment'));
    const bytes = readFileSync(join(directory, file));
    bytes[at + 40] = (bytes[at + 40] ?? 0) ^ 1;
    writeFileSync(join(directory, file), bytes);
    place = new RegExp(`${file} at offset ${at} \\(position ${at} of the log\\)`);
  });

  afterAll(() => node.discard());

  test('is named in the answer to a read of its stream', async () => {
    await expect(collect(client.readStream(damagedStream))).rejects.toThrow(place);
  });

  test('is named in the answer to an append that needs it, and the node goes on', async () => {
    const repeated = client.appendToStream(damagedStream, event, {
      expectedRevision: NO_STREAM,
    });
    await expect(repeated).rejects.toThrow(place);
    expect(await collect(client.readStream(wholeStream))).toHaveLength(1);
    expect(await client.appendToStream(wholeStream, oneEvent())).toMatchObject({ success: true });
  });

  test('is a fault of its own to the ledger', async () => {
    const eventStore = connectEventStore(node.running.url);
    const read = eventStore.read({ streamId: damagedStream, fromRevision: 0, eventsMax: 1 });
    await expect(read).rejects.toThrow(EventLogDamaged);
    await expect(read).rejects.toThrow(place);
    await eventStore.dispose();
  });
});
