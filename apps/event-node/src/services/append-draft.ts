import {
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

/** The memory in bytes that an event takes besides its content. */
const eventOverheadBytes = 256;

interface AppendTarget {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  /** The deadline that the client set, in milliseconds since the Unix epoch. */
  readonly deadline: number | undefined;
}

/**
 * An append whose events are still arriving. They count for `heldBytesMax` until the append is
 * settled or abandoned.
 */
export class AppendDraft {
  readonly target: AppendTarget;
  readonly #core: NodeCore;
  readonly #events: ProposedEvent[] = [];
  #size = 0;
  #held = 0;

  constructor(core: NodeCore, target: AppendTarget) {
    if (!isValidStreamName(target.streamName)) throw new MalformedMessage('Invalid stream name.');
    this.#core = core;
    this.target = target;
    this.#checkDeadline();
  }

  add(event: ProposedEvent): void {
    const size = proposedSize(event);
    this.#size += size;
    const { appendBytesMax } = this.#core.limits;
    if (this.#size > appendBytesMax) throw new AppendOverLimit('The append is too large.');
    const cost = size + eventOverheadBytes;
    if (!this.#core.budget.take(cost)) throw new AppendTimedOut('Too many appends are waiting.');
    this.#held += cost;
    this.#events.push(event);
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
      events: this.#events,
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

  #checkDeadline(): void {
    const { deadline } = this.target;
    if (deadline !== undefined && deadline <= Date.now()) {
      throw new AppendTimedOut('The deadline of the append has passed.');
    }
  }
}
