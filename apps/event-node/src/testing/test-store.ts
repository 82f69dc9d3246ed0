import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultNodeLimits } from '../model/node-limits.js';
import { DurablePosition, LogTail } from '../reading/durable-position.js';
import { LogStore, type StoreLimits } from '../storage/log-store.js';
import { metadataEvent } from '../streams/apply-write.js';
import { recoverWriterState } from '../open-log.js';
import type { WriteOutcome, WriteRequest } from '../model/requests.js';
import { Writer, type WriterLimits } from '../streams/writer.js';

/** A log store and its writer on a temporary directory, without a server. */
export class TestStore {
  readonly directory: string;
  readonly store: LogStore;
  readonly durable: DurablePosition;
  readonly writer: Writer;

  private constructor(directory: string, store: LogStore, limits: WriterLimits) {
    this.directory = directory;
    this.store = store;
    const position = store.lastPosition;
    this.durable = new DurablePosition(position, new LogTail(1_000_000, position));
    this.writer = new Writer(recoverWriterState(store, defaultNodeLimits), this.durable, limits);
  }

  static async open(
    limits: Partial<StoreLimits & WriterLimits> = {},
    directory = mkdtempSync(join(tmpdir(), 'test-store-')),
  ): Promise<TestStore> {
    const all = { ...defaultNodeLimits, mapBytes: 1024 * 1024, ...limits };
    return new TestStore(directory, await LogStore.open(directory, all), all);
  }

  /**
   * Queues a write, and resolves with its outcome. By default the write is an append of one event
   * to the stream `s`.
   */
  async write(request: Partial<WriteRequest> = {}): Promise<WriteOutcome> {
    const events = [metadataEvent(Buffer.from('{"$maxCount":1}'))];
    const defaults = {
      kind: 'append',
      streamName: 's',
      expected: 'any',
      events,
      bytes: 1,
    } as const;
    return new Promise((settle) => {
      this.writer.submit({ ...defaults, ...request, settle });
    });
  }

  async close(): Promise<void> {
    await this.writer.drained();
    await this.store.close();
  }

  async discard(): Promise<void> {
    await this.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
