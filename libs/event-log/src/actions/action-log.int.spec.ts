import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chainOf, type HashedContent, eventIdOf } from '../chain/chain.js';
import { connectEventStore } from '../client/connect-event-store.js';
import type { EventStore } from '../client/event-store.js';
import { OutcomeUnknown } from '../faults.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import { ActionLog } from './action-log.js';
import { actionStream, type RecordedAction } from './recorded-action.js';
let node: RunningEventNode;
let stores: EventStore[];
beforeAll(async () => {
  node = await RunningEventNode.start();
  stores = [1, 2, 3].map(() => connectEventStore(node.url));
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.dispose()));
  await node.remove();
});

const action = (name: string): RecordedAction => ({
  ...{ actionId: randomUUID(), action: name, outcome: 'requested', by: 'demo', from: '127.0.0.1' },
  at: '2026-03-01T12:00:00.000Z',
  target: { clientId: 'shop', stores: ['demo-se'] },
});

test('entries of several processes at once are one chain, each once', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `action ${index}`);
  const logs = stores.map((store) => new ActionLog(store));
  await Promise.all(names.map((name, index) => logs[index % 3]!.record(action(name))));
  const read = await logs[0]!.read({ entriesMax: 100 });
  expect(read.map((entry) => entry.action).toSorted()).toEqual(names.toSorted());
  expect(read.map(({ revision }) => revision)).toEqual(
    Array.from({ length: 30 }, (_, index) => 29 - index),
  );

  const page = { streamId: actionStream, fromRevision: 0, eventsMax: 100 };
  let chain = '';
  for (const event of await stores[0]!.read(page)) {
    chain = chainOf(chain, event as unknown as HashedContent);
    expect(event.metadata).toMatchObject({ chain });
    expect(event.id).toBe(eventIdOf(chain));
  }
});

test('the newest come first, page by page', async () => {
  const log = new ActionLog(stores[0]!);
  const pages = [await log.read({ entriesMax: 4 }), await log.read({ before: 26, entriesMax: 4 })];
  expect(pages.map((entries) => entries.map(({ revision }) => revision))).toEqual([
    [29, 28, 27, 26],
    [25, 24, 23, 22],
  ]);
  expect(await log.read({ before: 0, entriesMax: 4 })).toEqual([]);
});

test('long texts are cut, so that no entry grows', async () => {
  const log = new ActionLog(stores[0]!);
  const long = `${'a'.repeat(255)}😀`;
  await log.record({ ...action('long'), target: { name: long, list: Array(500).fill(long) } });
  const [entry] = await log.read({ entriesMax: 1 });
  const { name, list } = entry!.target as { name: string; list: string[] };
  expect([name.length, name.isWellFormed(), list.length]).toEqual([256, true, 100]);
});

test('what PostgreSQL cannot store is not recorded', async () => {
  const log = new ActionLog(stores[0]!);
  await log.record({ ...action('nul'), target: { store: 'a\0b', stores: ['\0', '\ud800'] } });
  const [entry] = await log.read({ entriesMax: 1 });
  expect(entry!.target).toEqual({ store: 'a\ufffdb', stores: ['\ufffd', '\ufffd'] });
});

test('an append whose answer is lost is looked up, and not written again', async () => {
  const store = stores[0]!;
  let isLost = true;
  const appends: unknown[] = [];
  const log = new ActionLog({
    read: (read) => store.read(read),
    readLast: (streamId) => store.readLast(streamId),
    append: async (append) => {
      appends.push(append);
      const appended = await store.append(append);
      if (!isLost) return appended;
      isLost = false;
      throw new OutcomeUnknown(new Error('lost'));
    },
  });
  await log.record(action('lost answer'));
  expect(appends).toHaveLength(1);
  const [last, before] = await log.read({ entriesMax: 2 });
  expect([last?.action, before?.action]).toEqual(['lost answer', 'nul']);
});
