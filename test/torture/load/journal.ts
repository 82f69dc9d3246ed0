import type { Operation } from './operation.js';
import type { Ordered } from './ordered.js';

/** A read that did not show the state it had waited for. */
export interface WrongRead {
  readonly operation: string;
  readonly text: string;
}

/** All requests of the callers and their answers. */
export class Journal {
  readonly operations: Operation[] = [];
  readonly orders: Ordered[] = [];
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
