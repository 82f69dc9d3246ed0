import { afterEach, expect, test } from '@jest/globals';
import { StoreTakenOver } from '../storage/log/log-owner.js';
import { LogStore } from '../storage/log-store.js';
import { defaultNodeLimits } from '../model/node-limits.js';
import { TestStore } from '../testing/test-store.js';
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

test('what is over a round goes into the next ones, in order', async () => {
  written = await TestStore.open({ roundBytesMax: 1_000 });
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => written.write()));
  expect(outcomes.map((outcome) => outcome.kind === 'written' && outcome.revision)).toEqual(
    Array.from({ length: 100 }, (_, revision) => revision),
  );
});
