import countries from 'i18n-iso-countries';
import { HttpError, type Violation } from '../../../contract-kit/http-error.js';
import { invalidAddressCode } from '../woo-store-envelope.js';
import type { ShopAddress } from './shop-address.js';

/**
 * Countries in which an address needs both a state and a postcode. Addresses in other countries are
 * accepted without them.
 */
const needState: ReadonlySet<string> = new Set([
  ...['AU', 'BR', 'CA', 'CN', 'ES', 'IN', 'IT', 'JP', 'KR', 'MX', 'MY', 'TW', 'US'],
]);

interface Addresses {
  readonly billing: ShopAddress;
  readonly shipping: ShopAddress;
}

const isCountry = (code: string): boolean => code.length === 2 && countries.isValid(code);

const countryUnknown = (deed: string, country: string): HttpError =>
  new HttpError({
    status: 400,
    code: 'woocommerce_rest_invalid_address_country',
    detail: `Sorry, we do not ${deed} the provided country (${country})`,
  });

const faultsOf = (which: string, { country, state, postcode }: ShopAddress): Violation[] => {
  if (!needState.has(country)) return [];
  return [
    ...(state.trim() === '' ? [{ path: [which, 'state'], message: 'State is required' }] : []),
    ...(postcode.trim() === ''
      ? [{ path: [which, 'postcode'], message: 'Postcode is required' }]
      : []),
  ];
};

/**
 * Checks that both countries are known, and that states and postcodes are given where needed.
 *
 * @throws HttpError 400
 */
export const assertAddresses = ({ billing, shipping }: Addresses): void => {
  if (!isCountry(billing.country)) throw countryUnknown('allow orders from', billing.country);
  if (!isCountry(shipping.country)) throw countryUnknown('ship orders to', shipping.country);
  const violations = [...faultsOf('billing', billing), ...faultsOf('shipping', shipping)];
  const [first] = violations;
  if (first === undefined) return;
  const faults = violations.filter(({ path }) => path[0] === first.path[0]);
  throw new HttpError({
    status: 400,
    code: invalidAddressCode,
    detail: `There was a problem with the provided ${String(first.path[0])} address: ${faults
      .map(({ message }) => message)
      .join(', ')}`,
    violations,
  });
};
