import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OrderIds } from '#ledger';
import { chainOf, chainStart, type HashedContent, eventIdOf } from '../chain/chain.js';
import { connectEventStore } from '../client/connect-event-store.js';
import type { EventStore } from '../client/event-store.js';
import { EventStoreUnavailable, OutcomeUnknown, UnreadableEvent } from '../faults.js';
import { OrderRepository } from '../order/order-repository.js';
import { registerOrder } from '../testing/commands.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import { identityStream, orderIdsOf } from './ledger-founded.js';
import { LedgerIdentity, recordedOrderIds } from './ledger-identity.js';

const ofOld = orderIdsOf(undefined);
const nodes: RunningEventNode[] = [];
const stores: EventStore[] = [];

const newNode = async (): Promise<RunningEventNode> => {
  const node = await RunningEventNode.start();
  nodes.push(node);
  return node;
};

const connect = ({ url }: RunningEventNode): EventStore => {
  const store = connectEventStore(url);
  stores.push(store);
  return store;
};

const identityEvents = (store: EventStore) =>
  store.read({ streamId: identityStream, fromRevision: 0, eventsMax: 10 });

let node: RunningEventNode;
beforeAll(async () => {
  node = await newNode();
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.dispose()));
  await Promise.all(nodes.map((each) => each.remove()));
});

test('of processes that ask a new ledger at once, all get the same, which no other ledger has', async () => {
  const identities = Array.from({ length: 8 }, () => new LedgerIdentity(connect(node)));
  const found = await Promise.all(identities.map((identity) => identity.load()));
  const namespaces = new Set(found.map(({ namespace }) => namespace));
  expect(namespaces.size).toBe(1);
  expect(namespaces).not.toContain(ofOld.namespace);

  const events = await identityEvents(connect(node));
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ type: 'LedgerFounded' });
  const { chain } = events[0]!.metadata as { chain: string };
  expect(chain).toBe(chainOf(chainStart, events[0] as unknown as HashedContent));
  expect(events[0]!.id).toBe(eventIdOf(chain));

  const other = await new LedgerIdentity(connect(await newNode())).load();
  expect(namespaces).not.toContain(other.namespace);
});

test('a later process reads what stands there, and reading alone writes nothing', async () => {
  const store = connect(node);
  const known = await recordedOrderIds(store);
  expect(await new LedgerIdentity(store).load()).toMatchObject({ namespace: known.namespace });
  expect(known.of('demo-se', '1')).toBe(new OrderIds(known.namespace).of('demo-se', '1'));
  expect(known.of('demo-se', '1')).not.toBe(ofOld.of('demo-se', '1'));

  const empty = connect(await newNode());
  expect((await recordedOrderIds(empty)).namespace).toBe(ofOld.namespace);
  expect(await identityEvents(empty)).toEqual([]);
});

test('a ledger that has orders, but no identity, keeps the ids it gave them', async () => {
  const store = connect(await newNode());
  await new OrderRepository(store).execute(registerOrder(ofOld.of('demo-se', '1')));
  const found = await Promise.all(
    [1, 2, 3].map(() => new LedgerIdentity(connect(nodes.at(-1)!)).load()),
  );
  expect(found.map(({ namespace }) => namespace)).toEqual([1, 2, 3].map(() => ofOld.namespace));
  expect(await identityEvents(store)).toHaveLength(1);
});

test('an append whose answer is lost was written, or is repeated', async () => {
  const store = connect(await newNode());
  for (const isWritten of [true, false]) {
    let isLost = true;
    const identity = new LedgerIdentity({
      read: (read) => store.read(read),
      lastPosition: (streams) => store.lastPosition(streams),
      append: async (append) => {
        if (!isLost) return store.append(append);
        isLost = false;
        if (isWritten) await store.append(append);
        throw new OutcomeUnknown(new Error('lost'));
      },
    });
    const { namespace } = await identity.load();
    expect((await recordedOrderIds(store)).namespace).toBe(namespace);
  }
  expect(await identityEvents(store)).toHaveLength(1);
});

test('an identity that cannot be read is a fault that names it, and no order is named', async () => {
  const store = connect(await newNode());
  await store.append({
    streamId: identityStream,
    firstRevision: 0,
    events: [
      {
        id: '0b6f1a52-6a54-4d0e-9b0b-3d5d3b0f7c11',
        type: 'LedgerFounded',
        data: Buffer.from('{"orderNamespace":"demo"}'),
        metadata: Buffer.from('{}'),
      },
    ],
  });
  const identity = new LedgerIdentity(store);
  await expect(identity.load()).rejects.toThrow(UnreadableEvent);
  expect(() => identity.orderIds).toThrow(EventStoreUnavailable);
});

test('while the event store is away nothing is named; it is read when the store is there again', async () => {
  const away = await newNode();
  const store = connect(away);
  const { namespace } = await new LedgerIdentity(connect(away)).load();
  await away.stop();
  const identity = new LedgerIdentity(store, { giveUpAfterMs: 50 });
  const failures: unknown[] = [];
  await identity.start((error) => failures.push(error));
  expect(failures).toEqual([expect.any(EventStoreUnavailable)]);
  expect(() => identity.orderIds).toThrow(EventStoreUnavailable);
  await away.start();
  const deadline = Date.now() + 60_000;
  while (!identity.isKnown && Date.now() < deadline) {
    await identity.load().catch(() => undefined);
  }
  identity.stop();
  expect(identity.orderIds.namespace).toBe(namespace);
});
