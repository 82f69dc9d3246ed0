import {
  type ExpectedRevision,
  type ProposedEvent,
  proposedSize,
  type WriteOutcome,
} from '../model/requests.js';
import { isValidStreamName } from '../model/stream.js';
import { MalformedMessage } from '../model/faults.js';
import type { NodeCore } from './node-core.js';

/** The append is larger than allowed. */
export class AppendOverLimit extends Error {
  override readonly name = 'AppendOverLimit';
}

/** The append waited too long, or there is no room for it to wait. */
export class AppendTimedOut extends Error {
  override readonly name = 'AppendTimedOut';
}

/** Memory that an event takes besides its bytes. */
const eventOverheadBytes = 256;

interface AppendTarget {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  /** Milliseconds since the Unix epoch. */
  readonly deadline: number | undefined;
}

/** An append whose events are still arriving. It returns its part of the budget exactly once. */
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
   * Submits the complete append to the writer. From here on its outcome is reported, however late.
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

  /** Returns the memory when the append is settled or abandoned. */
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
