import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { FairShares } from '#runtime';
import { HttpError } from '../../../contract-kit/http-error.js';
import { bulkEndsAtStop, noMoreBulks, bulkLimits } from './bulk-result.js';
import type { Bulk } from './bulk.js';

/** The bulks of this process: bounded in number, shared out fairly by client, and ended in good order when the process stops. */
@Injectable()
export class RunningBulks implements OnModuleDestroy {
  readonly #bulks = new Set<Bulk>();
  readonly #places = new FairShares(bulkLimits.atOnce);
  #isStopping = false;

  /**
   * Begins a bulk unless there are too many, or too many of the client, or the process stops.
   *
   * @throws HttpError 503
   */
  begin(client: string, bulk: () => Bulk): Bulk {
    if (this.#isStopping || !this.#places.tryEnter(client)) {
      throw new HttpError(noMoreBulks);
    }
    const begun = bulk();
    this.#bulks.add(begun);
    begun.once('close', () => {
      this.#bulks.delete(begun);
      this.#places.leave(client);
    });
    return begun;
  }

  /** Comes before the server closes, which waits for the answers. */
  onModuleDestroy(): void {
    this.#isStopping = true;
    for (const bulk of this.#bulks) bulk.endReading(bulkEndsAtStop);
  }
}
