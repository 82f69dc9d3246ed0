import {
  EventStoreDBClient,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
} from '@eventstore/db-client';
import { afterEach, expect, test } from '@jest/globals';
import { CrashingNode } from '../../apps/event-node/src/testing/crashing-node.js';
import { until } from '../support/until.js';
import { newStream, numberedEvents } from '../../apps/event-node/src/testing/test-events.js';
import { Consuming } from './consuming.js';

const node = new CrashingNode();
const clients: EventStoreDBClient[] = [];

afterEach(async () => {
  await Promise.all(clients.map((client) => client.dispose()));
  await node.discard();
});

const connected = async (): Promise<EventStoreDBClient> => {
  await node.start();
  const client = EventStoreDBClient.connectionString(node.url);
  clients.push(client);
  return client;
};

const ROUNDS = 4;
const EVENTS = 300;

test('a group whose node is killed again and again delivers every event at least once', async () => {
  const stream = newStream();
  let client = await connected();
  await client.createPersistentSubscriptionToStream(
    stream,
    'group',
    persistentSubscriptionToStreamSettingsFromDefaults({
      startFrom: START,
      checkPointLowerBound: 1,
      checkPointUpperBound: 20,
    }),
  );
  await client.appendToStream(stream, numberedEvents(EVENTS));
  const done = new Set<number>();
  for (let round = 1; round <= ROUNDS; round++) {
    const subscription = client.subscribeToPersistentSubscriptionToStream(stream, 'group');
    const consumer = new Consuming(subscription).ackAll();
    if (round < ROUNDS) await consumer.untilEvents(50);
    else await until(() => consumer.numbers.includes(EVENTS - 1));
    await node.kill();
    for (const number of consumer.numbers) done.add(number);
    client = await connected();
  }
  expect([...done].sort((a, b) => a - b)).toEqual(Array.from({ length: EVENTS }, (_, n) => n));
});
