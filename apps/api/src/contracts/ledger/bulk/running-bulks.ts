import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { RefusedRequest } from '../../../http/refused-request.js';
import { serviceStops, noMoreBulks } from './bulk-endings.js';
import { bulkLimits } from './bulk-limits.js';
import type { Bulk } from './bulk.js';

/** The bulks of this process: bounded in number, and ended in good order when the process stops. */
@Injectable()
export class RunningBulks implements OnModuleDestroy {
  readonly #bulks = new Set<Bulk>();
  #isStopping = false;

  /**
   * Begins a bulk unless there are too many, or the process stops.
   *
   * @throws RefusedRequest 503
   */
  begin(bulk: () => Bulk): Bulk {
    if (this.#isStopping || this.#bulks.size >= bulkLimits.atOnce) {
      throw new RefusedRequest(noMoreBulks);
    }
    const begun = bulk();
    this.#bulks.add(begun);
    begun.once('close', () => this.#bulks.delete(begun));
    return begun;
  }

  /** Comes before the server closes, which waits for the answers. */
  onModuleDestroy(): void {
    this.#isStopping = true;
    for (const bulk of this.#bulks) bulk.endReading(serviceStops);
  }
}
