/** The numbered invariants of domain.md that the fold itself can check. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5';

/**
 * A history or a decision that breaks an invariant. Never a caller's mistake: either the log was
 * changed or the ledger is wrong, and nothing may be written.
 */
export class InvariantViolated extends Error {
  override readonly name = 'InvariantViolated';

  constructor(
    readonly invariant: Invariant,
    readonly orderId: string,
    detail: string,
  ) {
    super(`${invariant} violated by order ${orderId}: ${detail}`);
  }
}
