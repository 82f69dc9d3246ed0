import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { TestNode } from '../../apps/event-node/src/testing/test-node.js';
import { collect, numbersOf, oneEvent } from '../../apps/event-node/src/testing/test-events.js';

/**
 * A data folder that version 0.1 of the event node (the ledger's event store) wrote. Later versions
 * must still read it. The log has one stream of three events. Two persistent subscriptions, one to
 * that stream and one to `$all`, have settings, checkpoints and parked events.
 */
const kept = join(import.meta.dirname, 'event-node-0.1');
const config = '$persistentSubscriptionConfig';
const ofStream = '$persistentsubscription-order-1::group';
const ofAll = '$persistentsubscription-$all::group';

let node: TestNode;

beforeEach(async () => {
  node = new TestNode();
  cpSync(kept, join(node.dataDir, 'event-log'), { recursive: true });
  await node.start();
});

afterEach(() => node.discard());

test('a log with records of persistent subscriptions opens, and goes on', async () => {
  const client = node.client();
  expect(numbersOf(await collect(client.readStream('order-1')))).toEqual([0, 1, 2]);
  const { nextExpectedRevision } = await client.appendToStream('order-1', oneEvent(), {
    expectedRevision: 2n,
  });
  expect(nextExpectedRevision).toBe(3n);
});

test('the records are plain events of their streams and of `$all`', async () => {
  const client = node.client();
  const log = await collect(client.readAll());
  const lengths = new Map<string, number>();
  for (const { event } of log) {
    const stream = event?.streamId ?? '';
    lengths.set(stream, (lengths.get(stream) ?? 0) + 1);
  }
  expect(Object.fromEntries(lengths)).toEqual({
    $$$settings: 1,
    'order-1': 3,
    [config]: 2,
    [`${ofStream}-checkpoint`]: 1,
    [`${ofStream}-parked`]: 1,
    [`${ofAll}-checkpoint`]: 1,
    [`${ofAll}-parked`]: 1,
  });
  expect(await collect(client.readStream(`${ofAll}-parked`))).toHaveLength(1);
  const [parked] = await collect(client.readStream(`${ofStream}-parked`, { resolveLinkTos: true }));
  expect(parked?.event?.streamId).toBe('order-1');
});
