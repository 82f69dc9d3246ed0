import type { Operation } from './operation.js';
import type { TargetOrder } from './target-order.js';

/** A read that waited for a position and did not show the change at it. */
export interface WrongRead {
  readonly operation: string;
  readonly text: string;
}

/** The operations of all callers, with their answers. */
export class Journal {
  readonly operations: Operation[] = [];
  readonly orders: TargetOrder[] = [];
  readonly wrongReads: WrongRead[] = [];

  /** The index of the first operation of the present round. */
  roundFrom = 0;

  begin(operation: Operation): void {
    this.operations.push(operation);
  }

  /** The operations of the present round. */
  get ofRound(): readonly Operation[] {
    return this.operations.slice(this.roundFrom);
  }

  endRound(): void {
    this.roundFrom = this.operations.length;
  }
}
