import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { connectEventStore, UnreadableEvent } from '#event-log';
import type { EventStore } from '#event-log';
import { readModelMigrations } from '#read-models';
import type { LedgerProcess } from '#runtime';
import { DeliveryLog, EndpointDirectory, EndpointSecretBox, webhookMigrations } from '#webhooks';
import type { Delivery, WebhookEvent } from '#webhooks';
import { pino } from 'pino';
import { Receiver } from '../../../../libs/webhooks/src/testing/receiver.js';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { runWorker } from '../main.js';
import { TestLog } from '../testing/test-log.js';

const postgres = usePostgres(readModelMigrations, webhookMigrations);
const secretKey = new Uint8Array(32).fill(7);
const pace = { standbyMs: 20, idleMs: 50, webhookMs: 20, firstPauseMs: 20 };

let log: TestLog;
let eventStore: EventStore;
let receiver: Receiver;
let workers: LedgerProcess[];

beforeEach(async () => {
  log = await TestLog.start();
  eventStore = connectEventStore(log.url);
  receiver = await Receiver.start();
  workers = [];
});

afterEach(async () => {
  await Promise.all(workers.map(async (worker) => worker.stop()));
  await receiver.stop();
  await eventStore.dispose();
  await log.remove();
});

const start = async (): Promise<LedgerProcess> => {
  const worker = await runWorker({
    databaseUrl: postgres.url,
    eventStoreUrl: log.url,
    secretKey,
    pace,
    logger: pino({ level: 'silent' }),
    webhooks: { secretKey, allowPrivateTargets: true, retentionDays: 30, live: false },
  });
  workers.push(worker);
  return worker;
};

/**
 * Registers an endpoint that receives events from the present end of the log on, as the API does.
 */
const listen = async (
  events: readonly WebhookEvent[] = ['order.created', 'order.captured'],
): Promise<string> => {
  const directory = new EndpointDirectory(postgres.pool, new EndpointSecretBox(secretKey));
  const created = await directory.create({
    kind: 'standard',
    url: receiver.url,
    stores: ['demo-se'],
    events,
    createdBy: 'demo',
    beginsAfter: (await eventStore.lastPosition()) ?? -1n,
  });
  if (created.kind !== 'created') throw new Error(created.kind);
  return created.endpoint.endpointId;
};

const made = async (endpointId: string): Promise<Delivery[]> =>
  (await new DeliveryLog(postgres.pool).list({ endpointId, limit: 1_000 })).toReversed();

const told = (): bigint[] =>
  receiver.received.map(({ body }) =>
    BigInt((JSON.parse(body) as { data: { position: string } }).data.position),
  );

/**
 * Waits until the endpoint has received the message about the event at this position. An
 * interrupted attempt is repeated after 5 s, and again after 10 s (docs/decisions/0019).
 */
const isTold = async (position: bigint): Promise<void> => until(() => told().includes(position));

describe('webhooks', () => {
  test('tell a new endpoint what is recorded from then on', async () => {
    await log.capture(await log.register('before'), 100);
    await start();
    const id = await listen();
    const order = await log.register('after');
    await isTold(await log.capture(order, 100));

    const deliveries = await made(id);
    expect(deliveries.map(({ event, stream }) => [event, stream])).toEqual([
      ['order.created', `order-${order}`],
      ['order.captured', `order-${order}`],
    ]);
  });

  test('tell of a new authorisation and an extension what was left', async () => {
    await start();
    await listen(['order.created', 'order.reauthorized', 'order.extended']);
    const order = await log.register('order');
    await log.capture(order, 9_500);
    await log.reauthorize(order, 20_000);
    await isTold(await log.extend(order));
    const data = receiver.received.map(({ body }) => (JSON.parse(body) as { data: object }).data);
    expect(data).toMatchObject([
      { amount: 95_000, status: 'authorized' },
      { amount: 20_000, originalAmount: 85_500 },
      { amount: 20_000 },
    ]);
  });

  test('go on with all other orders when the stream of one was deleted', async () => {
    const id = await listen(['order.captured', 'order.reauthorized']);
    const gone = await log.register('gone');
    await log.capture(gone, 9_500);
    await log.reauthorize(gone, 20_000);
    const client = EventStoreDBClient.connectionString(log.url);
    await client.tombstoneStream(`order-${gone}`);
    await client.dispose();
    await start();
    const position = await log.capture(await log.register('other'), 100);
    await isTold(position);
    expect((await made(id)).at(-1)).toMatchObject({ position, event: 'order.captured' });
    await expect(log.capture(gone, 100)).rejects.toThrow(UnreadableEvent);
  });

  test('lose nothing and tell in order when worker, database and event store fail', async () => {
    const id = await listen();
    const order = await log.register('order');
    const captured: bigint[] = [];
    const capture = async (): Promise<void> => {
      for (let times = 0; times < 5; times += 1) captured.push(await log.capture(order, 100));
    };
    const first = await start();
    await capture();
    await isTold(captured[0]!);
    await postgres.endConnections();
    await capture();
    await start();
    await first.stop();
    await capture();
    await log.stopNode();
    await log.startNode();
    await capture();

    await isTold(captured.at(-1)!);

    // A message may arrive more than once. Only the first arrivals have to be in the order of the
    // log.
    const inOrder = [...new Set(told())].filter((position) => captured.includes(position));
    expect(inOrder).toEqual(captured);
    expect((await made(id)).map(({ position }) => position).slice(1)).toEqual(captured);
  });
});
