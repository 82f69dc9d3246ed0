import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../canonical-json.js';
import { hashedText, summedIn } from './lines-hash.js';
import type { SettlementLine } from './settlement-line.js';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('","vat":[', '"type":"Return","vat":[]', '\\', '\\"', '{"amount":7,', '\n'),
);
const minor = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 });

const share = fc.record({
  vatRate: fc.integer({ max: 2_500, min: 0 }).map((rate) => rate / 100),
  ...{ gross: minor, vat: minor },
});

const arbitraryLine: fc.Arbitrary<SettlementLine> = fc
  .record({
    type: fc.constantFrom('Purchase' as const, 'Return' as const),
    ...{ lineId: text, orderId: text, orderNumber: text, captureId: text },
    paymentMethod: fc.constantFrom('invoice' as const, 'card' as const),
    ...{ amount: minor, vat: fc.array(share, { maxLength: 3 }) },
    ...{ capturedAt: text, settledAt: text, reference: fc.option(text) },
  })
  .map(({ reference, ...line }) => ({ ...line, ...(reference !== null && { reference }) }));

test('a line is hashed as canonical JSON of its members, and what is added of it is read again', () => {
  fc.assert(
    fc.property(arbitraryLine, (line) => {
      const hashed = hashedText({ ...line, customer: 'Ada' } as SettlementLine);
      expect(hashed).toBe(canonicalJson(line));
      const { type, amount, vat } = line;
      expect(summedIn(hashed)).toEqual({ type, amount, vat });
    }),
    { numRuns: 1_000 },
  );
});
