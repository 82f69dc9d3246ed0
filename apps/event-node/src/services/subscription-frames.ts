import { writeCaughtUp, writeCheckpoint, writeReadEvent } from '../messages/read-response.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import type { UuidForm } from '../protocol/uuid.js';
import type { EventFilter } from '../reading/event-filter.js';
import type { FollowStep } from '../reading/follow-step.js';
import type { Resolve } from '../reading/link-resolver.js';
import type { StoredEvent } from '../storage/event-record.js';

export interface SubscriptionFramesOptions {
  readonly form: UuidForm;
  readonly resolve: Resolve;
  readonly filter: EventFilter | undefined;
}

const EVENT_OVERHEAD_BYTES = 160;

/**
 * Turns what a follower finds into responses. A filtered subscription tells how far it looked after
 * each interval of events considered and when it has caught up: positions only grow, and none is
 * ahead of a match that is not sent (event-node.md, section 5).
 */
export class SubscriptionFrames {
  readonly #options: SubscriptionFramesOptions;
  #considered = 0;
  #lastConsidered = 0;
  #lastCheckpoint = 0;

  constructor(options: SubscriptionFramesOptions) {
    this.#options = options;
  }

  of(step: FollowStep): Buffer {
    const { filter } = this.#options;
    const frames = new ProtoWriter(64 + step.events.length * EVENT_OVERHEAD_BYTES);
    for (const event of step.events) {
      if (filter === undefined) this.#write(frames, event);
      else this.#consider(frames, event, filter);
    }
    if (step.hasCaughtUp) {
      if (filter !== undefined) this.#checkpoint(frames);
      writeCaughtUp(frames);
    }
    return frames.finish();
  }

  #consider(frames: ProtoWriter, event: StoredEvent, filter: EventFilter): void {
    if (filter.matches(event)) this.#write(frames, event);
    this.#considered += 1;
    this.#lastConsidered = event.position;
    if (this.#considered % filter.checkpointInterval === 0) this.#checkpoint(frames);
  }

  #write(frames: ProtoWriter, event: StoredEvent): void {
    writeReadEvent(frames, this.#options.resolve(event), this.#options.form);
  }

  #checkpoint(frames: ProtoWriter): void {
    if (this.#lastConsidered <= this.#lastCheckpoint) return;
    this.#lastCheckpoint = this.#lastConsidered;
    writeCheckpoint(frames, this.#lastConsidered);
  }
}
