import type { Operation } from './operation.js';
import type { Ordered } from './ordered.js';

/** A read that did not show what it had to. */
export interface WrongRead {
  readonly operation: string;
  readonly text: string;
}

/** All that callers asked for and were answered. */
export class Journal {
  readonly operations: Operation[] = [];
  readonly orders: Ordered[] = [];
  readonly wrongReads: WrongRead[] = [];

  /** Operations from this one on belong to the present round. */
  roundFrom = 0;

  begin(operation: Operation): void {
    this.operations.push(operation);
  }

  /** Operations that the present round began. */
  get ofRound(): readonly Operation[] {
    return this.operations.slice(this.roundFrom);
  }

  endRound(): void {
    this.roundFrom = this.operations.length;
  }
}
