import { EventFilter } from '../reading/event-filter.js';
import type { Follower } from '../reading/follow-step.js';
import { type Resolve, resolverOf } from '../reading/link-resolver.js';
import { LogFollower } from '../reading/log-follower.js';
import { StreamFollower } from '../reading/stream-follower.js';
import type { NodeCore } from '../services/node-core.js';
import type { StoredEvent } from '../storage/event-record.js';
import { type Delivery, deliveryOf } from './delivery.js';
import { ALL, type GroupConfig } from './group-config.js';
import type { Progress } from './progress.js';

/** Reads what a group has to deliver, page by page, and counts it into its progress. */
export class Intake {
  readonly #progress: Progress;
  readonly #filter: EventFilter | undefined;
  readonly #resolve: Resolve;
  readonly #follower: Follower;
  readonly #isAll: boolean;
  #isAtEnd = false;
  #isOver = false;

  constructor(core: NodeCore, config: GroupConfig, from: { progress: Progress; after: number }) {
    const { stream, filter, settings } = config;
    this.#progress = from.progress;
    this.#filter = filter && new EventFilter(filter);
    this.#resolve = resolverOf(core, settings.resolveLinks);
    this.#isAll = stream === ALL;
    const events = Math.max(1, Math.min(settings.readBatchSize, core.limits.page.events));
    const page = { ...core.limits.page, events };
    this.#follower = this.#isAll
      ? new LogFollower(core, from.after, page)
      : new StreamFollower({ ...core, streamName: stream }, from.after, page);
  }

  /** There may be more to read at once. */
  get hasMore(): boolean {
    return !this.#isAtEnd && !this.#isOver;
  }

  /** Calls back when there is more, until the answered function is called. */
  onMore(listener: () => void): () => void {
    this.#isAtEnd = false;
    return this.#follower.onMore(() => {
      this.#isAtEnd = false;
      listener();
    });
  }

  /** The deliveries of one page; `settled` is told of each when it is done. */
  read(settled: (delivery: Delivery) => void): readonly Delivery[] {
    const step = this.#follower.next();
    this.#isAtEnd = step.isAtEnd;
    this.#isOver = step.failure !== undefined; // The stream is tombstoned: nothing comes any more.
    return step.events.flatMap((event) => this.#take(event, settled));
  }

  #take(event: StoredEvent, settled: (delivery: Delivery) => void): readonly Delivery[] {
    const sequence = this.#isAll ? event.position : event.revision;
    if (this.#filter?.matches(event) === false) {
      this.#progress.skip(sequence);
      return [];
    }
    const step = this.#progress.begin(sequence);
    const delivery: Delivery = deliveryOf(this.#resolve(event), () => {
      this.#progress.settle(step);
      settled(delivery);
    });
    return [delivery];
  }
}
