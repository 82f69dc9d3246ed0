import type { Operation } from './operation.js';
import type { TargetOrder } from './target-order.js';

/** A wrong read: it was asked to wait for a change, but the answer did not contain the change. */
export interface WrongRead {
  readonly operation: string;
  readonly text: string;
}

/** Keeps every command that was sent, with all answers, to compare them with the log afterwards. */
export class Journal {
  readonly operations: Operation[] = [];
  readonly orders: TargetOrder[] = [];
  readonly wrongReads: WrongRead[] = [];

  /** The index in `operations` of the first command of the current round. */
  roundFrom = 0;

  begin(operation: Operation): void {
    this.operations.push(operation);
  }

  /** The commands of the current round. */
  get ofRound(): readonly Operation[] {
    return this.operations.slice(this.roundFrom);
  }

  endRound(): void {
    this.roundFrom = this.operations.length;
  }
}
