import { afterEach, expect, test } from '@jest/globals';
import { StoreTakenOver } from '../storage/log/log-owner.js';
import { LogStore } from '../storage/log-store.js';
import { defaultNodeLimits } from '../model/node-limits.js';
import type { AppendRequest } from '../model/requests.js';
import { areCollected, receivedEvent } from '../testing/received-message.js';
import { TestStore } from '../testing/test-store.js';
import { metadataEvent } from './apply-write.js';
import { RoundTimedOut } from './writer.js';

let written: TestStore;

afterEach(() => written.discard());

test('a disk that never reports a round as durable fails the writer in bounded time', async () => {
  written = await TestStore.open({ roundMsMax: 20 });
  written.store.append = () => new Promise<never>(() => undefined);
  const first = written.write();
  await expect(written.writer.failed).rejects.toThrow(RoundTimedOut);
  await written.writer.drained();
  expect([await first, await written.write()]).toEqual([{ kind: 'unknown' }, { kind: 'unknown' }]);
  expect(written.durable.position).toBe(0);
});

test('who is no longer the owner of the log acknowledges nothing', async () => {
  written = await TestStore.open();
  expect(await written.write()).toMatchObject({ kind: 'written', revision: 0 });
  const usurper = await LogStore.open(written.directory, defaultNodeLimits);
  expect(await written.write()).toEqual({ kind: 'unknown' });
  await expect(written.writer.failed).rejects.toThrow(StoreTakenOver);
  expect(usurper.head('s')).toMatchObject({ revision: 0 });
  await usurper.close();
});

test('a check that fails for another reason than damage ends the writer, each write answered once', async () => {
  written = await TestStore.open({ roundBytesMax: 50 });
  const { store, writer } = written;
  const head = store.head.bind(store);
  store.head = (name) => {
    if (name === 'unreadable') throw new Error('input/output error');
    return head(name);
  };
  const answers = [0, 0, 0, 0];
  const submit = async (index: number, request: Partial<AppendRequest> = {}): Promise<void> =>
    new Promise((resolve) => {
      const settle = (): void => {
        answers[index]! += 1;
        resolve();
      };
      const events = [metadataEvent(Buffer.from('{}'))];
      const append = {
        kind: 'append',
        streamName: 's',
        expected: 'any',
        events,
        bytes: 1,
      } as const;
      writer.submit({ ...append, ...request, settle });
    });
  const refused = { expected: 7 };
  await Promise.all([
    submit(0), // Written alone first. The others wait and are checked together.
    submit(1, refused),
    submit(2, refused),
    submit(3, { streamName: 'unreadable' }),
  ]);
  await expect(writer.failed).rejects.toThrow('input/output error');
  expect(answers).toEqual([1, 1, 1, 1]);
});

test('what is over a round goes into the next ones, in order', async () => {
  written = await TestStore.open({ roundBytesMax: 1_000 });
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => written.write()));
  expect(outcomes.map((outcome) => outcome.kind === 'written' && outcome.revision)).toEqual(
    Array.from({ length: 100 }, (_, revision) => revision),
  );
});

test('writes keep nothing in memory of the messages that they came in', async () => {
  written = await TestStore.open({ roundBytesMax: 1 });
  const { store } = written;
  const append = store.append.bind(store);
  let openDisk: () => void = () => undefined;
  const disk = new Promise<void>((resolve) => (openDisk = resolve));
  store.append = async (round) => {
    await disk;
    await append(round);
  };
  const writes = Array.from({ length: 4 }, () => {
    const { event, memory } = receivedEvent();
    return { memory, outcome: written.write({ kind: 'append', events: [event] }) };
  });
  // The first write is being written to the disk, and the second is prepared. The other two wait,
  // because with `roundBytesMax: 1` each write goes to the disk alone. None of the four may keep
  // its received message in memory.
  expect(await areCollected(writes.map(({ memory }) => memory))).toEqual([true, true, true, true]);
  openDisk();
  const outcomes = await Promise.all(writes.map(({ outcome }) => outcome));
  expect(outcomes.map((outcome) => outcome.kind === 'written' && outcome.revision)).toEqual([
    0, 1, 2, 3,
  ]);
  const { number = 0 } = store.head('s') ?? {};
  const last = store.event(store.position(number, 3) ?? 0);
  expect([String(last.type), String(last.data)]).toEqual(['T', '{"text":"small"}']);
});
