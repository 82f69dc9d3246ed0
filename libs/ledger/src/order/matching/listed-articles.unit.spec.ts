import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { capture, cpuTimeMs, item, orderOf, refund, register, shoes } from '../../testing/index.js';
import { decide } from '../decide.js';
import type { PricedItem } from '../money-request.js';
import type { OrderRow } from '../row.js';
import { articlesOf, comparable, ListedArticles } from './listed-articles.js';
import { matchItem } from './match-items.js';

/**
 * Each property has only a few values, so that rows and items often share some properties and
 * differ in others.
 */
const properties = {
  unitPrice: fc.constantFrom(1, 11),
  vatRate: fc.constantFrom(1, 12),
  articleNumber: fc.constantFrom('', '1', '1A', '1a ', undefined),
  description: fc.constantFrom('', 'A', ' a', '1A'),
};

const arbitraryRow = fc.record(properties).map(({ articleNumber, ...row }): OrderRow => ({
  ...row,
  ...(articleNumber !== undefined && { articleNumber }),
  ...{ rowId: 'r1', quantity: 1, remainingQuantity: 1 },
}));

const arbitraryItem = fc
  .record({ ...properties, gives: fc.array(fc.constantFrom('number', 'text', 'vat')) })
  .map(({ unitPrice, vatRate, articleNumber, description, gives }): PricedItem => ({
    ...{ unitPrice, quantity: 1 },
    ...(gives.includes('vat') && { vatRate }),
    ...(gives.includes('number') && articleNumber !== undefined && { articleNumber }),
    ...(gives.includes('text') && { description }),
  }));

/**
 * Matches an item by the rule of domain.md, without an index: the item is compared with every
 * article.
 */
const matchingIn = (rows: readonly OrderRow[], wanted: PricedItem): unknown => {
  const agrees = (given: unknown, has: unknown): boolean => given === undefined || given === has;
  const text = wanted.description === undefined ? undefined : comparable(wanted.description);
  const number = wanted.articleNumber === undefined ? undefined : comparable(wanted.articleNumber);
  const articles = articlesOf(rows);
  const matching = articles.filter(
    ({ unitPrice, articleNumber, description, vatRate }) =>
      unitPrice === wanted.unitPrice &&
      agrees(number, articleNumber) &&
      agrees(text, description) &&
      agrees(wanted.vatRate, vatRate),
  );
  if (matching.length === 1) return matching[0];
  if (matching.length > 1) {
    const saysAll = text !== undefined && wanted.vatRate !== undefined;
    const unnumbered = matching.find(({ articleNumber }) => articleNumber === undefined);
    return (saysAll ? unnumbered : undefined) ?? 'ARTICLE_NOT_UNIQUE';
  }
  const isThere = articles.some(({ articleNumber, description }) =>
    number === undefined ? description === text : articleNumber === number,
  );
  return isThere ? 'ARTICLE_EXISTS_BUT_OTHER_INFORMATION' : 'ARTICLE_NOT_FOUND';
};

test('an item finds what comparing it with every article finds', () => {
  fc.assert(
    fc.property(fc.array(arbitraryRow), fc.array(arbitraryItem), (rows, items) => {
      const articles = new ListedArticles(rows);
      for (const each of items) {
        expect(matchItem(each, articles)).toEqual(matchingIn(rows, each));
      }
    }),
  );
});

// Without the index, 1,000 items would take ten times as long as one item.
test('a thousand items of the most captured rows take little longer than one', () => {
  const thousand = Array.from({ length: 1_000 }, (_, index) => index);
  const captures = Array.from({ length: 49 }, (_, capture) =>
    thousand.map((row) => item({ ...shoes, articleNumber: `${capture}-${row}`, unitPrice: 1 })),
  ).map((items) => capture(1_000, { items, replaceItems: true }));
  const order = orderOf([register({ rows: [{ ...shoes, unitPrice: 49_000 }] }), ...captures]);
  const items = thousand.map((row) => item({ ...shoes, articleNumber: `x${row}`, unitPrice: 1 }));
  const spentMs = (count: number): number =>
    cpuTimeMs(() => {
      const refunded = decide(order, refund(count, { items: items.slice(0, count) }));
      expect(refunded).toMatchObject({ code: 'ARTICLE_NOT_FOUND' });
    });
  const least = (count: number): number => Math.min(...[1, 2, 3].map(() => spentMs(count)));
  expect(least(1_000)).toBeLessThan(4 * least(1));
});
