/** A history of settlements that cannot be (I7 of domain.md): the log was changed, or the ledger is wrong. */
export class SettlementViolated extends Error {
  override readonly name = 'SettlementViolated';
  readonly invariant = 'I7';

  constructor(
    readonly settlementId: string,
    detail: string,
  ) {
    super(`I7 violated by settlement ${settlementId}: ${detail}`);
  }
}
