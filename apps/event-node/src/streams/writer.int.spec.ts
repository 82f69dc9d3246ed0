import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { defaultLimits } from '../node-limits.js';
import { DurablePosition } from '../reading/durable-position.js';
import { LogTail } from '../reading/log-tail.js';
import { LogStore } from '../storage/log-store.js';
import { metadataEvent } from './apply-write.js';
import { recoverWriterState } from './recover-writer-state.js';
import type { WriteOutcome } from './write-request.js';
import { RoundTimedOut, Writer } from './writer.js';

let directory: string;
let store: LogStore;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'writer-'));
  store = await LogStore.open(directory, 1024 * 1024);
});

afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

test('a disk that never says that a round is durable fails the writer in bounded time', async () => {
  store.commit = () => new Promise<never>(() => undefined);
  const durable = new DurablePosition(0, new LogTail(0));
  const limits = { ...defaultLimits, roundMsMax: 20 };
  const writer = new Writer(recoverWriterState(store, defaultLimits), durable, limits);
  const outcomes: WriteOutcome[] = [];
  const submit = (): void => {
    writer.submit({
      kind: 'append',
      streamName: 's',
      expected: 'any',
      events: [metadataEvent(Buffer.from('{}'))],
      bytes: 1,
      settle: (outcome) => outcomes.push(outcome),
    });
  };
  submit();
  await expect(writer.failed).rejects.toThrow(RoundTimedOut);
  await writer.drained();
  submit();
  expect(outcomes).toEqual([{ kind: 'unknown' }, { kind: 'unknown' }]);
  expect(durable.position).toBe(0);
});
