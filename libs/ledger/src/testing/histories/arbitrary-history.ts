import fc from 'fast-check';
import type { RegisterOrderCommand } from '../../order/order-commands.js';
import { demoIntent } from '../card-commands.js';
import { register } from '../commands.js';
import { shoes } from '../demo-order.js';
import type { NewRow } from '../demo-order.js';

type CaptureAttempt = 'all' | 'items' | 'amount' | 'replace' | 'final' | 'rows' | 'remaining';

/** The kinds of attempts that are not captures. */
export const laterAttempts = [
  'settle',
  'fail',
  'refund',
  'refund items',
  'refund all',
  'cancel',
  'reauthorize',
  'reauthorize items',
  'approve',
  'reject',
  'extend',
  'settle refund',
  'fail refund',
  'release',
  'terminal intent',
  'checkout intent',
  'capture terminal',
  'capture authorization',
  'customer',
  'lapse',
  'shop status',
] as const;

export type LaterAttempt = (typeof laterAttempts)[number];

/**
 * One attempt of a caller to change the order. The numbers are random; `commandOf` turns them into
 * amounts and quantities that fit the order.
 */
export interface Attempt {
  readonly kind:
    CaptureAttempt | LaterAttempt | 'anything' | 'again' | 'authorize' | 'decline' | 'expire';
  readonly size: number;
  readonly quantities: readonly number[];
  readonly key: string | undefined;
  readonly late: boolean;
}

const row: fc.Arbitrary<NewRow> = fc
  .record({
    articleNumber: fc.constantFrom('1', '2', '3', undefined),
    description: fc.constantFrom('Shoes', 'shoes ', 'Socks', ''),
    unitPrice: fc.oneof(fc.integer({ min: -500, max: 10_000 }), fc.constantFrom(0, 1, 999_999_999)),
    quantity: fc.integer({ min: 1, max: 4 }),
    vatRate: fc.constantFrom(0, 12, 25),
  })
  .map(({ articleNumber, ...rest }) => ({
    ...rest,
    ...(articleNumber !== undefined && { articleNumber }),
  }));

/**
 * A registration that the ledger accepts. If the other rows have a negative total, the price of the
 * last row raises it to zero.
 */
export const arbitraryRegistration: fc.Arbitrary<RegisterOrderCommand> = fc
  .record({
    rows: fc.array(row, { minLength: 1, maxLength: 6 }),
    salesSegment: fc.constantFrom('B2C' as const, 'B2B' as const),
    paymentMethod: fc.constantFrom('invoice' as const, 'card' as const),
    currency: fc.constantFrom('SEK', 'JPY', 'KWD'),
    authorization: fc.constantFrom(
      { status: 'authorized' as const },
      { status: 'authorized' as const, paymentIntent: demoIntent },
      { status: 'pending' as const },
    ),
  })
  .map(({ rows, authorization, ...order }) => {
    const total = rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
    const lift = { ...shoes, articleNumber: 'lift', unitPrice: Math.max(0, -total) };
    // An invoice has no payment intent.
    const { status } = authorization;
    const held = order.paymentMethod === 'card' ? authorization : { status };
    return register({ ...order, authorization: held, rows: [...rows, lift] });
  });

export const arbitraryAttempts: fc.Arbitrary<Attempt[]> = fc.array(
  fc.record({
    kind: fc.oneof<fc.WeightedArbitrary<Attempt['kind']>[]>(
      { weight: 8, arbitrary: fc.constantFrom('items', 'amount') },
      {
        weight: 3,
        arbitrary: fc.constantFrom('replace', 'again', 'anything'),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom('all', 'authorize', 'expire', 'cancel', 'final', 'extend'),
      },
      {
        weight: 7,
        arbitrary: fc.constantFrom('refund', 'refund items', 'refund all'),
      },
      { weight: 6, arbitrary: fc.constantFrom('settle', 'settle', 'settle', 'fail') },
      {
        weight: 7,
        arbitrary: fc.constantFrom('settle refund', 'fail refund', 'release', 'rows', 'remaining'),
      },
      {
        weight: 5,
        arbitrary: fc.constantFrom(
          ...(['terminal intent', 'capture terminal', 'capture authorization'] as const),
          ...(['customer', 'lapse', 'decline', 'checkout intent'] as const),
        ),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom('reauthorize', 'reauthorize items', 'approve', 'reject'),
      },
      { weight: 2, arbitrary: fc.constant('shop status') },
    ),
    size: fc.nat(),
    quantities: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 8 }),
    key: fc.option(fc.constantFrom('k1', 'k2', 'k3'), { nil: undefined }),
    late: fc.nat({ max: 40 }).map((n) => n === 0),
  }),
  { maxLength: 16, size: 'max' },
);
