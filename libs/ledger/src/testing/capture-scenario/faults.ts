import { shoes } from '../demo-order.js';
import type { RejectionCode } from '../../order/decision.js';
import {
  amountOf,
  remainingOf,
  sumOfItems,
  totalOfOrder,
  type Scenario,
  type ScenarioItem,
} from './scenario.js';

/**
 * A fault of a capture. `make` adds the fault to a scenario; `isIn` is true for a scenario that has
 * the fault.
 */
export interface Fault {
  readonly code: RejectionCode;
  readonly name: string;
  readonly make: (scenario: Scenario) => Scenario;
  readonly isIn: (scenario: Scenario) => boolean;
}

const hasOrder = ({ orderIs }: Scenario): boolean => orderIs !== 'missing';
const isAmountOnly = ({ items }: Scenario): boolean => items.length === 0;
const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;

const status = (code: RejectionCode, is: Scenario['status']): Fault => ({
  code,
  name: is,
  make: (scenario) => ({ ...scenario, status: is }),
  isIn: (scenario) => hasOrder(scenario) && scenario.status === is,
});

const article = (code: RejectionCode, item: ScenarioItem): Fault => ({
  code,
  name: item.articleNumber,
  make: (scenario) => ({ ...scenario, items: [...scenario.items, item] }),
  isIn: (scenario) =>
    hasOrder(scenario) &&
    scenario.items.some(
      ({ articleNumber, unitPrice }) =>
        articleNumber === item.articleNumber && unitPrice === item.unitPrice,
    ),
});

/**
 * Changes the quantity of the scenario's first item, so that the items add up to about `sum` (in
 * öre). A scenario without items gets the amount `sum` instead.
 */
const comingTo = (sum: number, scenario: Scenario): Scenario => {
  const [first, ...others] = scenario.items;
  if (first === undefined) return { ...scenario, amount: String(sum / 100) };
  const quantity = Math.floor(sum / Math.round(Number(first.unitPrice) * 100));
  return { ...scenario, items: [{ ...first, quantity }, ...others] };
};

const aShoe: ScenarioItem = { articleNumber: '10001', unitPrice: '95', quantity: 1 };

/**
 * All faults, in order of precedence: a capture with several faults is rejected for the first of
 * them.
 */
export const captureFaults: readonly Fault[] = [
  {
    code: 'ORDER_NOT_FOUND',
    name: 'no order',
    make: (scenario) => ({ ...scenario, orderIs: 'missing' }),
    isIn: ({ orderIs }) => orderIs === 'missing',
  },
  {
    code: 'ORDER_OF_OTHER_STORE',
    name: 'other store',
    make: (scenario) => ({ ...scenario, orderIs: 'of another store' }),
    isIn: ({ orderIs }) => orderIs === 'of another store',
  },
  {
    code: 'IDEMPOTENCY_KEY_REUSED',
    name: 'used key',
    make: (scenario) => ({ ...scenario, shoesCapturedUnderThisKey: true }),
    isIn: (scenario) =>
      hasOrder(scenario) && scenario.shoesCapturedUnderThisKey && scenario.status !== 'Pending',
  },
  {
    code: 'CAPTURE_CURRENCY_MISMATCH',
    name: 'EUR',
    make: (scenario) => ({ ...scenario, currency: 'EUR' }),
    isIn: (scenario) => hasOrder(scenario) && scenario.currency !== 'SEK',
  },
  {
    code: 'CAPTURE_DESCRIPTION_TOO_LONG',
    name: '51 characters',
    make: (scenario) => ({ ...scenario, description: 'x'.repeat(51) }),
    isIn: ({ description }) => description.length > 50,
  },
  {
    code: 'CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE',
    name: 'below zero',
    make: (scenario) => ({ ...scenario, amount: `-${scenario.amount ?? '1'}` }),
    isIn: ({ amount }) => amount?.startsWith('-') === true,
  },
  {
    code: 'CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS',
    name: 'three decimals',
    make: (scenario) => ({ ...scenario, amount: `${Math.trunc(amountOf(scenario) / 100)}.001` }),
    isIn: ({ amount }) => decimalsOf(amount ?? '') > 2,
  },
  {
    code: 'CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
    name: 'three decimals in a price',
    make: (scenario) => ({
      ...scenario,
      items: [...scenario.items, { ...aShoe, unitPrice: '95.001' }],
    }),
    isIn: ({ items }) => items.some(({ unitPrice }) => decimalsOf(unitPrice) > 2),
  },
  status('CAPTURE_INVALID_INVOICE_STATUS', 'Closed'),
  status('CAPTURE_INVALID_INVOICE_STATUS', 'Returned'),
  status('CAPTURE_INVALID_INVOICE_STATUS', 'past its date'),
  status('CAPTURE_ORDER_ALREADY_CAPTURED', 'Activated'),
  status('CAPTURE_ORDER_NOT_AUTHORIZED', 'Pending'),
  {
    code: 'CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
    name: 'another sum',
    make: (scenario) => ({
      ...scenario,
      items: isAmountOnly(scenario) ? [aShoe] : scenario.items,
      amount: scenario.amount ?? '0.01',
    }),
    isIn: (scenario) => !isAmountOnly(scenario) && sumOfItems(scenario) !== amountOf(scenario),
  },
  {
    code: 'CAPTURE_AMOUNT_TOO_LARGE',
    name: 'above the total',
    make: (scenario) => comingTo(totalOfOrder * 2, scenario),
    isIn: (scenario) => hasOrder(scenario) && amountOf(scenario) > totalOfOrder,
  },
  {
    code: 'CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT',
    name: 'above what is left',
    make: (scenario) => comingTo(totalOfOrder, { ...scenario, shoesCaptured: true }),
    isIn: (scenario) => hasOrder(scenario) && amountOf(scenario) > remainingOf(scenario),
  },
  {
    code: 'CAPTURE_ITEMS_REQUIRED',
    name: 'part of a B2B order',
    make: (scenario) => ({ amount: '1', ...scenario, salesSegment: 'B2B' }),
    isIn: (scenario) =>
      hasOrder(scenario) &&
      isAmountOnly(scenario) &&
      scenario.salesSegment === 'B2B' &&
      amountOf(scenario) < remainingOf(scenario),
  },
  {
    code: 'CAPTURE_NOTHING_TO_CAPTURE',
    name: 'nothing',
    make: (scenario) => ({ ...scenario, amount: '0' }),
    isIn: (scenario) =>
      hasOrder(scenario) &&
      isAmountOnly(scenario) &&
      scenario.amount === '0' &&
      remainingOf(scenario) > 0,
  },
  article('ARTICLE_NOT_FOUND', { articleNumber: '99999', unitPrice: '1', quantity: 1 }),
  article('ARTICLE_EXISTS_BUT_OTHER_INFORMATION', {
    articleNumber: '10001',
    unitPrice: '1',
    quantity: 1,
  }),
  article('ARTICLE_NOT_UNIQUE', { articleNumber: '10003', unitPrice: '10', quantity: 1 }),
  {
    code: 'ARTICLE_QUANTITY_EXCEEDED',
    name: 'one shoe too many',
    make: (scenario) => ({ ...scenario, items: [...scenario.items, { ...aShoe, quantity: 2 }] }),
    isIn: (scenario) =>
      hasOrder(scenario) &&
      scenario.items.some(
        ({ articleNumber, unitPrice, quantity }) =>
          articleNumber === shoes.articleNumber && unitPrice === '95' && quantity > 1,
      ),
  },
  {
    code: 'ORDER_HISTORY_FULL',
    name: 'full history',
    make: (scenario) => ({ ...scenario, historyFull: true }),
    isIn: (scenario) => hasOrder(scenario) && scenario.historyFull,
  },
];
