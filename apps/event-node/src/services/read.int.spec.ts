import {
  BACKWARDS,
  END,
  type EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  type ReadStreamOptions,
  START,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TestNode } from '../testing/test-node.js';
import {
  collect,
  newStream,
  numberedEvents,
  oneEvent,
  revisionsOf,
} from '../testing/test-events.js';

let node: TestNode;
let client: EventStoreDBClient;

beforeAll(async () => {
  node = await TestNode.start({ limits: { page: { events: 7, bytes: 10_000 } } });
  client = node.client();
});

afterAll(() => node.discard());

describe('reading a stream of ten events', () => {
  const stream = newStream();
  beforeAll(() => client.appendToStream(stream, numberedEvents(10)));

  test.each<[string, ReadStreamOptions, number[]]>([
    ['forwards', {}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['forwards from 6', { fromRevision: 6n }, [6, 7, 8, 9]],
    ['forwards from 4, two', { fromRevision: 4n, maxCount: 2 }, [4, 5]],
    ['forwards from beyond the end', { fromRevision: 10n }, []],
    ['forwards from far beyond the end', { fromRevision: 2n ** 64n - 1n }, []],
    ['forwards from the end', { fromRevision: END }, []],
    ['forwards, none', { maxCount: 0 }, []],
    [
      'backwards from the end',
      { direction: BACKWARDS, fromRevision: END },
      [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ],
    ['backwards from 3', { direction: BACKWARDS, fromRevision: 3n }, [3, 2, 1, 0]],
    [
      'backwards from 8, eight',
      { direction: BACKWARDS, fromRevision: 8n, maxCount: 8 },
      [8, 7, 6, 5, 4, 3, 2, 1],
    ],
    [
      'backwards from beyond the end',
      { direction: BACKWARDS, fromRevision: 99n, maxCount: 2 },
      [9, 8],
    ],
    ['backwards from the start', { direction: BACKWARDS, fromRevision: START }, [0]],
  ])('%s', async (_, options, revisions) => {
    expect(revisionsOf(await collect(client.readStream(stream, options)))).toEqual(revisions);
  });
});

test.each([FORWARDS, BACKWARDS] as const)(
  'reading a missing stream %s says so',
  async (direction) => {
    const stream = newStream();
    const read = collect(client.readStream(stream, { direction }));
    await expect(read).rejects.toThrow(StreamNotFoundError);
    await expect(read).rejects.toMatchObject({ streamName: stream });
  },
);

test('pages are cut by bytes too, and large events come whole', async () => {
  const stream = newStream();
  const texts = Array.from({ length: 12 }, (_, index) => String(index).repeat(9_000));
  for (const text of texts) {
    await client.appendToStream(stream, jsonEvent({ type: 'Large', data: { text } }));
  }
  const forwards = await collect(client.readStream(stream));
  expect(forwards.map(({ event }) => event?.data)).toEqual(texts.map((text) => ({ text })));
  const backwards = await collect(
    client.readStream(stream, { direction: BACKWARDS, fromRevision: END }),
  );
  expect(revisionsOf(backwards)).toEqual(revisionsOf(forwards).reverse());
});

describe('reading $all', () => {
  const stream = newStream();
  const positionOf = async (revision: number): Promise<bigint> => {
    const events = await collect(client.readStream(stream));
    return events[revision]!.event!.position!.commit;
  };
  const at = (commit: bigint) => ({ commit, prepare: commit });

  beforeAll(async () => {
    await client.appendToStream(stream, numberedEvents(4));
    await client.appendToStream(newStream(), oneEvent());
    await client.appendToStream(stream, numberedEvents(4));
  });

  test('shows every event once, in the order of positions, system events included', async () => {
    const events = await collect(client.readAll());
    const positions = events.map(({ event }) => event!.position!.commit);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => Number(a - b)));
    expect(events[0]?.event).toMatchObject({ streamId: '$$$settings', type: '$metadata' });
    expect(events.filter(({ event }) => event?.streamId === stream)).toHaveLength(8);
  });

  test('backwards is forwards reversed', async () => {
    const forwards = await collect(client.readAll());
    const backwards = await collect(client.readAll({ direction: BACKWARDS, fromPosition: END }));
    expect(backwards).toEqual(forwards.reverse());
  });

  test('forwards begins at the position, backwards before it', async () => {
    const position = await positionOf(4);
    const forwards = await collect(client.readAll({ fromPosition: at(position), maxCount: 2 }));
    expect(revisionsOf(forwards)).toEqual([4, 5]);
    const backwards = await collect(
      client.readAll({ fromPosition: at(position), direction: BACKWARDS, maxCount: 1 }),
    );
    expect(backwards[0]?.commitPosition).toBeLessThan(position);
    expect(backwards[0]?.event?.streamId).not.toBe(stream);
  });

  test.each([
    ['forwards from the end', { fromPosition: END }],
    ['forwards from beyond the end', { fromPosition: at(2n ** 52n) }],
    ['backwards from the start', { fromPosition: START, direction: BACKWARDS }],
    ['none', { maxCount: 0 }],
  ] as const)('%s is empty', async (_, options) => {
    expect(await collect(client.readAll(options))).toEqual([]);
  });

  test('backwards from beyond the end begins with the last event', async () => {
    const options = { direction: BACKWARDS, maxCount: 1 } as const;
    const last = await collect(client.readAll({ ...options, fromPosition: END }));
    const beyond = await collect(client.readAll({ ...options, fromPosition: at(2n ** 52n) }));
    expect(beyond).toEqual(last);
  });
});

describe('links', () => {
  const target = newStream();
  const links = newStream();
  beforeAll(async () => {
    await client.appendToStream(target, numberedEvents(2));
    await client.appendToStream(links, [
      jsonEvent({ type: 'Plain', data: {} }),
      linkTo(`1@${target}`),
      linkTo(`9@${target}`),
      linkTo('nonsense'),
    ]);
  });

  const linkTo = (text: string) => ({
    ...jsonEvent({ type: '$>', data: {} }),
    contentType: 'application/octet-stream' as const,
    data: Uint8Array.from(Buffer.from(text)),
  });

  test('come with what they lead to if the reader asks for it', async () => {
    const [plain, found, ...broken] = await collect(
      client.readStream(links, { resolveLinkTos: true }),
    );
    expect(plain?.link).toBeUndefined();
    expect(found?.event).toMatchObject({ streamId: target, revision: 1n });
    expect(found?.link).toMatchObject({ streamId: links, revision: 1n, type: '$>' });
    for (const { event, link } of broken) {
      expect(event).toBeUndefined();
      expect(link?.type).toBe('$>');
    }
  });

  test('are events like any other if not', async () => {
    const events = await collect(client.readStream(links));
    expect(events.map(({ event, link }) => [event?.streamId, link])).toEqual(
      Array(4).fill([links, undefined]),
    );
  });
});

test('more reads at once than HTTP/2 allows by default all answer', async () => {
  const stream = newStream();
  await client.appendToStream(stream, numberedEvents(10));
  const reads = Array.from({ length: 400 }, () => collect(client.readStream(stream)));
  for (const events of await Promise.all(reads)) expect(events).toHaveLength(10);
});
