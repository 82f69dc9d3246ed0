import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { customerCopies } from '#read-models';
import type { Logger } from '#runtime';
import { loggerToken, paceToken, poolToken } from '../connections/connections.module.js';
import { type WorkerTask, repeatedly } from '../worker-task.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import type { Pace } from '../worker-options.js';

/**
 * Deletes the tables of a rebuild that was killed. The tables hold unencrypted customers. Even
 * people who were erased during the rebuild are there, because an erasure does not touch the tables
 * of a running rebuild (docs/personal-data.md).
 */
@Injectable()
export class RebuildCleanupTask implements WorkerTask {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    const onFailure = (error: unknown): void => {
      this.logger.warn(
        { err: error },
        'the tables of an interrupted rebuild could not be deleted; trying again later',
      );
    };
    await repeatedly({ everyMs: this.pace.tidyMs, signal, onFailure }, () => this.#tidy());
  }

  async #tidy(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await customerCopies.clearLeftovers(client);
      client.release();
    } catch (error) {
      // The connection may still hold the lock of a rebuild. Closing the connection releases the
      // lock.
      client.release(true);
      throw error;
    }
  }
}
