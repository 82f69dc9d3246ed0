import type { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { streamNameBytesMax } from '../model/stream.js';
import { until } from '../../../../test/support/until.js';
import { SubscriptionRecorder } from '../testing/subscription-recorder.js';
import { TestNode } from '../testing/test-node.js';
import { collect, oneEvent } from '../testing/test-events.js';

let node: TestNode;
let client: EventStoreDBClient;

beforeAll(async () => {
  node = await TestNode.start();
  client = node.client();
});

afterAll(() => node.discard());

const invalidArgument = 3;
/** Credentials that are passed with a call make the client use Append instead of BatchAppend. */
const classic = { credentials: { username: 'any', password: 'any' } };
const longest = 'ä'.repeat(streamNameBytesMax / 2);

describe.each([
  ['a byte over the limit', `${longest}a`],
  ['metadata of a name over the limit', `$$${longest}a`],
  ['larger than a header or a frame may be', 'a'.repeat(5 * 1024 * 1024)],
])('a stream name that is %s', (_, name) => {
  test('is refused to a batch append, and the call goes on', async () => {
    const refused = client.appendToStream(name, oneEvent());
    const next = client.appendToStream('next', oneEvent());
    await expect(refused).rejects.toThrow('Invalid stream name.');
    await expect(next).resolves.toMatchObject({ success: true });
  });

  test.each([
    ['an append', () => client.appendToStream(name, oneEvent(), classic)],
    ['a delete', () => client.deleteStream(name)],
    ['a tombstone', () => client.tombstoneStream(name)],
    ['a read', () => collect(client.readStream(name))],
  ])('is an invalid argument of %s', async (__, attempt) => {
    await expect(attempt()).rejects.toMatchObject({ code: invalidArgument });
  });

  test('is an invalid argument of a subscription', async () => {
    const followed = new SubscriptionRecorder(client.subscribeToStream(name));
    await until(() => followed.error !== undefined);
    expect(followed.error).toMatchObject({ code: invalidArgument });
  });
});

test('the longest stream name is appended to, limited, tombstoned and deleted', async () => {
  await client.appendToStream(longest, oneEvent());
  await client.setStreamMetadata(longest, { maxCount: 5 });
  expect(await collect(client.readStream(longest))).toHaveLength(1);
  await client.tombstoneStream(longest);
  await expect(collect(client.readStream(longest))).rejects.toMatchObject({
    type: 'stream-deleted',
  });
});
