import type { StoredEvent } from '../storage/event-record.js';

/** The events of a round that is not yet in the store, found as the store finds its own. */
export class WrittenEvents {
  readonly all: StoredEvent[] = [];
  readonly #byStream = new Map<number, StoredEvent[]>();

  add(streamNumber: number, event: StoredEvent): void {
    this.all.push(event);
    const ofStream = this.#byStream.get(streamNumber);
    if (ofStream === undefined) this.#byStream.set(streamNumber, [event]);
    else ofStream.push(event);
  }

  at(streamNumber: number, revision: number): StoredEvent | undefined {
    const ofStream = this.#byStream.get(streamNumber);
    return ofStream?.[revision - (ofStream[0]?.revision ?? 0)];
  }
}
