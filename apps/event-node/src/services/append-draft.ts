import {
  contentBytes,
  copyEvents,
  type ExpectedRevision,
  type ProposedEvent,
  proposedSize,
  type WriteOutcome,
} from '../model/requests.js';
import { isValidStreamName } from '../model/stream.js';
import { MalformedMessage } from '../model/faults.js';
import type { NodeCore } from './node-core.js';

/** The append is larger than `appendBytesMax`. */
export class AppendOverLimit extends Error {
  override readonly name = 'AppendOverLimit';
}

/** The deadline of the append has passed, or too many bytes of appends are waiting already. */
export class AppendTimedOut extends Error {
  override readonly name = 'AppendTimedOut';
}

/** The memory in bytes of an event besides its content, and of an append besides its events. */
const eventOverheadBytes = 512;
const appendOverheadBytes = 512;

interface AppendTarget {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  /** The deadline that the client set, in milliseconds since the Unix epoch. */
  readonly deadline: number | undefined;
}

/**
 * An append whose events are still arriving. It counts for `heldBytesMax` until it is settled or
 * abandoned. The events of earlier messages are copies, because a view of a message keeps all of
 * the message in memory, whatever else is in it.
 */
export class AppendDraft {
  readonly target: AppendTarget;
  readonly #core: NodeCore;
  #events: ProposedEvent[] = [];
  /** The number of events, from the first on, that are copies. */
  #copied = 0;
  #size = 0;
  #held = 0;

  constructor(core: NodeCore, target: AppendTarget) {
    if (!isValidStreamName(target.streamName)) throw new MalformedMessage('Invalid stream name.');
    this.#core = core;
    this.target = target;
    this.#checkDeadline();
    this.#hold(appendOverheadBytes + 2 * target.streamName.length);
  }

  /** Adds an event of the message that is being received. */
  add(event: ProposedEvent): void {
    this.#size += proposedSize(event);
    const { appendBytesMax } = this.#core.limits;
    if (this.#size > appendBytesMax) throw new AppendOverLimit('The append is too large.');
    this.#hold(contentBytes(event) + eventOverheadBytes);
    this.#events.push(event);
  }

  /** Copies what the last message brought, if the append waits for another one. */
  keep(): void {
    for (const event of copyEvents(this.#events.slice(this.#copied))) {
      this.#events[this.#copied++] = event;
    }
  }

  /**
   * Gives the complete append to the writer. From here on `settle` gets the true outcome, even
   * after the deadline.
   */
  submit(settle: (outcome: WriteOutcome) => void): void {
    this.#checkDeadline();
    this.#core.writer.submit({
      kind: 'append',
      streamName: this.target.streamName,
      expected: this.target.expected,
      events: this.#takeEvents(),
      bytes: this.#held,
      settle: (outcome) => {
        this.release();
        settle(outcome);
      },
    });
  }

  /** Ends the counting of the append's bytes. A second call changes nothing. */
  release(): void {
    this.#core.budget.giveBack(this.#held);
    this.#held = 0;
  }

  /** The writer alone has the events from here on, and lets go of them once they are in a round. */
  #takeEvents(): readonly ProposedEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #hold(bytes: number): void {
    if (!this.#core.budget.take(bytes)) throw new AppendTimedOut('Too many appends are waiting.');
    this.#held += bytes;
  }

  #checkDeadline(): void {
    const { deadline } = this.target;
    if (deadline !== undefined && deadline <= Date.now()) {
      throw new AppendTimedOut('The deadline of the append has passed.');
    }
  }
}
