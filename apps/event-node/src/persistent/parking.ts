import { resolverOf } from '../reading/link-resolver.js';
import type { NodeCore } from '../services/node-core.js';
import type { StoredEvent } from '../storage/event-record.js';
import { metadataStreamOf } from '../streams/stream-name.js';
import { METADATA_TYPE } from '../streams/stream-metadata.js';
import { type Delivery, deliveryOf } from './delivery.js';
import type { GroupConfig } from './group-config.js';
import { parkedStreamOf } from './group-streams.js';
import { readableStream, readPage } from './stored-streams.js';
import { writeSystemEvent } from './system-writes.js';

const LINK_TYPE = '$>';

/** How many parked events are replayed before their places are given up. */
const REPLAY_PAGE = 20;

/** What a group gave up: links in a stream of its own, which can be replayed. */
export class Parking {
  readonly #core: NodeCore;
  readonly #config: GroupConfig;
  readonly #streamName: string;
  /** The last revision that a running replay goes to. */
  #replayTo: number | undefined;

  constructor(core: NodeCore, config: GroupConfig) {
    this.#core = core;
    this.#config = config;
    this.#streamName = parkedStreamOf(config);
  }

  /**
   * True once the link is durable: only then may the group go on without the event. False if it
   * cannot be written, now or by this node.
   */
  async park({ resolved }: Delivery, reason: string): Promise<boolean> {
    const event = resolved.link ?? resolved.event;
    if (event === undefined) return true;
    const name = event.streamName.toString('utf8');
    const outcome = await writeSystemEvent(this.#core, this.#streamName, {
      type: LINK_TYPE,
      isJson: false,
      data: Buffer.from(`${event.revision}@${name}`),
      metadata: Buffer.from(JSON.stringify({ added: new Date().toISOString(), reason })),
    });
    return !['unknown', 'disk-full', 'damaged'].includes(outcome.kind);
  }

  /** How many events are parked. */
  async count(): Promise<number> {
    const stream = await readableStream(this.#core, this.#streamName);
    return stream === undefined ? 0 : Math.max(0, stream.last - stream.first + 1);
  }

  /**
   * Delivers parked events again, from the oldest on, at most `count`. What is replayed leaves the
   * stream when it is settled, so a crash in between replays it once more. A replay that runs
   * already only goes further.
   */
  async replay(count: number, deliver: (parked: readonly Delivery[]) => void): Promise<void> {
    const stream = await readableStream(this.#core, this.#streamName);
    if (stream === undefined) return;
    const to = Math.min(stream.last, stream.first + count - 1);
    const isRunning = this.#replayTo !== undefined;
    this.#replayTo = Math.max(this.#replayTo ?? to, to);
    if (isRunning) return;
    try {
      await this.#replayFrom(stream.first, deliver);
    } finally {
      this.#replayTo = undefined;
    }
  }

  async #replayFrom(first: number, deliver: (parked: readonly Delivery[]) => void): Promise<void> {
    let next = first;
    while (next <= (this.#replayTo ?? -1)) {
      const events = await this.#page(next);
      const last = events.at(-1);
      if (last === undefined) break;
      await this.#deliverAll(events, deliver);
      next = last.revision + 1;
      await this.#truncate(next);
    }
  }

  async #page(from: number): Promise<readonly StoredEvent[]> {
    const stream = await readableStream(this.#core, this.#streamName);
    if (stream === undefined) return [];
    const count = Math.min(REPLAY_PAGE, (this.#replayTo ?? from) - from + 1);
    return readPage(this.#core, stream, { from, backwards: false, count });
  }

  async #deliverAll(
    events: readonly StoredEvent[],
    deliver: (parked: readonly Delivery[]) => void,
  ): Promise<void> {
    const settled: Promise<void>[] = [];
    const parked = events.map((event) => {
      let settle: () => void = () => undefined;
      settled.push(new Promise((resolve) => (settle = resolve)));
      return deliveryOf({ event: this.#targetOf(event), link: event }, settle);
    });
    deliver(parked);
    await Promise.all(settled);
  }

  /** What was delivered before: behind the link to it there may be another, which was parked. */
  #targetOf(parked: StoredEvent): StoredEvent | undefined {
    const { event } = resolverOf(this.#core, true)(parked);
    return event && resolverOf(this.#core, this.#config.settings.resolveLinks)(event).event;
  }

  async #truncate(before: number): Promise<void> {
    const data = Buffer.from(JSON.stringify({ $tb: before }));
    const metadata = { type: METADATA_TYPE, data };
    await writeSystemEvent(this.#core, metadataStreamOf(this.#streamName), metadata);
  }
}
