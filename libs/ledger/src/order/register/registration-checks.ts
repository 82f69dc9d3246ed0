import { withinLimit } from '../../money/amount-limit.js';
import { currencies } from '../../money/currencies.js';
import type { Rejected } from '../decision.js';
import type { Check } from '../first-rejection.js';
import type { RegisterOrder } from '../order-commands.js';
import { rowsMax } from '../order-limits.js';
import { reject } from '../reject.js';
import { isDue } from '../status-at.js';

type RegistrationCheck = Check<RegisterOrder>;

const currencyKnown: RegistrationCheck = ({ data }) =>
  currencies.has(data.currency)
    ? undefined
    : reject('ORDER_CURRENCY_UNKNOWN', 'The currency is not one of ISO 4217.');

const rowsGiven: RegistrationCheck = ({ data }) =>
  data.rows.length > 0 ? undefined : reject('ORDER_ROWS_REQUIRED', 'An order needs a row.');

const rowsWithinLimit: RegistrationCheck = ({ data }) =>
  data.rows.length <= rowsMax
    ? undefined
    : reject('ORDER_TOO_MANY_ROWS', `An order has at most ${rowsMax} rows.`);

/**
 * Each row within the limit, so that the sum of at most 1,000 of them is exact before it is
 * compared.
 */
const amountWithinLimit: RegistrationCheck = (command) =>
  command.data.rows.every(
    ({ unitPrice, quantity }) => withinLimit(quantity) && withinLimit(unitPrice * quantity),
  ) && withinLimit(totalOf(command))
    ? undefined
    : amountTooLarge;

const totalNotNegative: RegistrationCheck = (command) =>
  totalOf(command) >= 0
    ? undefined
    : reject('ORDER_TOTAL_NEGATIVE', "The sum of the order's rows is below zero.");

const expiryInFuture: RegistrationCheck = ({ at, data }) =>
  data.expiresAt === undefined || !isDue(data.expiresAt, at)
    ? undefined
    : reject('ORDER_EXPIRY_NOT_IN_FUTURE', 'The expiry date has passed.');

const amountTooLarge: Rejected = reject(
  'ORDER_AMOUNT_TOO_LARGE',
  'Prices, quantities, rows and their sum have at most 12 digits, in minor units.',
);

const totalOf = ({ data }: RegisterOrder): number =>
  data.rows.reduce((sum, row) => sum + row.unitPrice * row.quantity, 0);

export const registrationChecks: readonly RegistrationCheck[] = [
  currencyKnown,
  rowsGiven,
  rowsWithinLimit,
  amountWithinLimit,
  totalNotNegative,
  expiryInFuture,
];
