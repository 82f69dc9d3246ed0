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

/** Thrown for an append that is larger than `appendBytesMax`. */
export class AppendOverLimit extends Error {
  override readonly name = 'AppendOverLimit';
}

/**
 * Thrown if the deadline of the append has passed, or if the appends that wait already fill the
 * memory limit.
 */
export class AppendTimedOut extends Error {
  override readonly name = 'AppendTimedOut';
}

/**
 * An estimate in bytes of the memory that each event and each append takes besides its content. The
 * estimate counts towards the memory limit, so that very many tiny events cannot exceed it.
 */
const eventOverheadBytes = 512;
const appendOverheadBytes = 512;

interface AppendTarget {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  /** The deadline that the client set, in milliseconds since the Unix epoch. */
  readonly deadline: number | undefined;
}

/**
 * An append whose events are still arriving. Its bytes count towards the limit `heldBytesMax` until
 * the append is answered or abandoned. Events of earlier messages are copied, because a view of a
 * message would keep the whole message in memory.
 */
export class AppendDraft {
  readonly target: AppendTarget;
  readonly #core: NodeCore;
  #events: ProposedEvent[] = [];
  /** The first events of the append, up to this number, have been copied out of their messages. */
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

  /**
   * Copies the events that arrived with the newest message, if the append has to wait for a further
   * message. Without the copies, the whole message would stay in memory.
   */
  keep(): void {
    for (const event of copyEvents(this.#events.slice(this.#copied))) {
      this.#events[this.#copied++] = event;
    }
  }

  /**
   * Gives the complete append to the writer. From this call on, `settle` receives the real outcome,
   * even after the deadline.
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

  /**
   * Frees the memory that the append takes of the limit `heldBytesMax`. A second call changes
   * nothing.
   */
  release(): void {
    this.#core.budget.giveBack(this.#held);
    this.#held = 0;
  }

  /**
   * Returns the events and forgets them, so that only the writer still holds them. The memory of
   * the events is free as soon as the writer drops them.
   */
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
