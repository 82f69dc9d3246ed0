import type { Operation } from './operation.js';
import type { TargetOrder } from './target-order.js';

/** A faulty read: it waited for the position of a change, but did not show the change. */
export interface WrongRead {
  readonly operation: string;
  readonly text: string;
}

/** The operations that all callers have sent, with their answers. */
export class Journal {
  readonly operations: Operation[] = [];
  readonly orders: TargetOrder[] = [];
  readonly wrongReads: WrongRead[] = [];

  /** The index in `operations` at which the current round begins. */
  roundFrom = 0;

  begin(operation: Operation): void {
    this.operations.push(operation);
  }

  /** The operations of the current round. */
  get ofRound(): readonly Operation[] {
    return this.operations.slice(this.roundFrom);
  }

  endRound(): void {
    this.roundFrom = this.operations.length;
  }
}
