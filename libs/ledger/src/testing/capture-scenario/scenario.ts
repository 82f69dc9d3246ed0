import { shoes, tShirts } from '../demo-order.js';
import type { NewRow } from '../demo-order.js';

/** An item of a request with only an article number, a price in major units, and a quantity. */
export interface ScenarioItem {
  readonly articleNumber: string;
  readonly unitPrice: string;
  readonly quantity: number;
}

/**
 * Describes a capture and its order by the properties that decide whether the capture is rejected.
 * A specification can combine them freely.
 */
export interface Scenario {
  readonly orderIs: 'there' | 'missing' | 'of another store';
  readonly status: 'authorised' | 'Pending' | 'Activated' | 'Closed' | 'Returned' | 'past its date';
  readonly salesSegment: 'B2C' | 'B2B';
  /** The shoes were captured before, under the same idempotency key. */
  readonly shoesCapturedUnderThisKey: boolean;
  /** The shoes were captured before, without a key. */
  readonly shoesCaptured: boolean;
  readonly historyFull: boolean;
  readonly currency: string;
  readonly description: string;
  /**
   * Amount of the capture, in major units. If absent, the sum of the items is captured, or
   * everything left if there are no items.
   */
  readonly amount?: string;
  readonly items: readonly ScenarioItem[];
}

/** A capture that the ledger accepts. */
export const faultless: Scenario = {
  orderIs: 'there',
  status: 'authorised',
  salesSegment: 'B2C',
  shoesCapturedUnderThisKey: false,
  shoesCaptured: false,
  historyFull: false,
  currency: 'SEK',
  description: 'Parcel',
  items: [],
};

const socks = { ...shoes, articleNumber: '10003', description: 'Socks', unitPrice: 1_000 };

/** The last two rows differ in nothing but their VAT rate. */
export const scenarioRows: readonly NewRow[] = [shoes, tShirts, socks, { ...socks, vatRate: 12 }];

const öre = (text: string): number => Math.round(Number(text) * 100);

export const totalOfOrder = 30_500;

export const remainingOf = ({
  status,
  shoesCaptured,
  shoesCapturedUnderThisKey,
}: Scenario): number => {
  if (status === 'Activated') return 0;
  return totalOfOrder - (shoesCaptured || shoesCapturedUnderThisKey ? shoes.unitPrice : 0);
};

export const sumOfItems = ({ items }: Scenario): number =>
  items.reduce((sum, { unitPrice, quantity }) => sum + öre(unitPrice) * quantity, 0);

/**
 * The amount of the capture in öre. Calculated without the functions of the domain, because the
 * specs test these.
 */
export const amountOf = (scenario: Scenario): number => {
  if (scenario.amount !== undefined) return öre(scenario.amount);
  return scenario.items.length > 0 ? sumOfItems(scenario) : remainingOf(scenario);
};
