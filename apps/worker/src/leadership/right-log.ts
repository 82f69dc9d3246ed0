import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { Pool } from 'pg';
import { assertLog } from '#event-log';
import type { EventStore } from '#event-log';
import { readAnchor } from '#read-models';
import { eventStoreToken, poolToken } from '../connections/connection-tokens.js';

/** Whether the log is the one that the read models were made from. Nothing is appended to another one. */
@Injectable()
export class RightLog implements OnModuleInit {
  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    @Inject(poolToken) private readonly pool: Pool,
  ) {}

  onModuleInit(): void {
    this.eventStore.proveBy(async () => this.assert());
  }

  /** Throws `LogMismatch`, or what the store throws if it does not answer. */
  async assert(): Promise<void> {
    await assertLog(this.eventStore, await readAnchor(this.pool));
  }
}
