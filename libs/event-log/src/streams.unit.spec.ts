import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ledgerStreams, logPartitionsMax, partitionOfLedgerStreams } from './streams.js';

const aName = fc.oneof(
  fc.uuid().map((id) => `order-${id}`),
  fc.constantFrom('order-', 'order-foreign', 'order-F', 'settlement-demo-se-SEK', 'settlement-'),
  fc.constantFrom('', '$stats', 'ledger-seal', 'orders', ' order-0', 'x\norder-0'),
  fc.string().map((rest) => `order-${rest}`),
);

const partsOf = (parts: number) =>
  Array.from({ length: parts }, (_, part) => partitionOfLedgerStreams({ part, parts }));

describe('parts of the log', () => {
  test('hold every stream of the ledger once, and no other', () => {
    fc.assert(
      fc.property(aName, fc.integer({ min: 1, max: logPartitionsMax }), (name, count) => {
        const holding = partsOf(count).filter(({ includes }) => includes(name));
        expect(holding).toHaveLength(ledgerStreams.includes(name) ? 1 : 0);
      }),
    );
  });

  test.each([
    { part: 0, parts: 2.5 },
    { part: 2, parts: 2 },
    { part: -1, parts: 2 },
    { part: 0, parts: 17 },
    { part: 0, parts: NaN },
  ])('are none that there is not: %j', (part) => {
    expect(() => partitionOfLedgerStreams(part)).toThrow(RangeError);
  });

  test('have about as many orders each', () => {
    const ids = fc.sample(fc.uuid({ version: 5 }), { numRuns: 4_000, seed: 1 });
    const parts = partsOf(4);
    const sizes = parts.map(({ includes }) => ids.filter((id) => includes(`order-${id}`)).length);
    for (const size of sizes) expect(size).toBeGreaterThan(700);
  });
});
