import { currencies, payoutReference } from '#ledger';
import { Day } from '../fields/day.js';
import { field } from '../fields/field.js';
import { Identifier } from '../fields/identifier.js';
import { oneLine } from '../fields/portable-patterns.js';
import { Matching } from '../fields/text.js';

const currencyRule = {
  accepts: (value: unknown) => typeof value === 'string' && currencies.has(value),
  message: 'must be an ISO 4217 code',
  schema: { type: 'string' as const, pattern: '^[A-Z]{3}$' },
};

/** A currency of the ledger. */
export const Currency = (description: string): PropertyDecorator =>
  field(currencyRule, { optional: true, description, example: 'SEK' });

/** The body of `POST /v1/settlements`. */
export class SettlementRequest {
  @Identifier({ example: 'demo-se' })
  readonly store!: string;

  @Currency("The store's if left out")
  readonly currency?: string;
}

/** The body of `POST /v1/settlements/{id}/payout`. */
export class PayoutRequest {
  @Matching(payoutReference, {
    mustBe: '1 to 128 visible characters, spaces only in between',
    schema: oneLine(128),
    description: 'How the bank knows the payment',
    example: 'BG-20261121-001',
  })
  readonly reference!: string;

  @Day({
    optional: true,
    description: "The bank's date: not before `endDate`, at most 10 days ahead",
    example: '2026-11-23',
  })
  readonly paidOn?: string;
}

/** The body of `POST /v1/settlements/{id}/correction`. */
export class CorrectionRequest {
  @Matching(payoutReference, {
    mustBe: '1 to 128 visible characters, spaces only in between',
    schema: oneLine(128),
    description: 'Why; it stays in the log, so it names nobody',
    example: 'the read model had been changed when it was stated',
  })
  readonly reason!: string;
}

/** The body of `POST /v1/settlements/{id}/payout/reversal`. */
export class PayoutReversalRequest {
  @Matching(payoutReference, {
    mustBe: '1 to 128 visible characters, spaces only in between',
    schema: oneLine(128),
    description: 'Why; it stays in the log, so it names nobody',
    example: 'returned by the bank: account closed',
  })
  readonly reason!: string;
}
