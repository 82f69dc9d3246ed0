import type { Store } from '../../api/types.js';

/**
 * The changeable details of a store, as texts in a form. A detail that the store lacks is an empty
 * text.
 */
export interface StoreDetails {
  readonly name: string;
  readonly timeZone: string;
  readonly countryCode: string;
  readonly taxNumber: string;
  readonly line1: string;
  readonly line2: string;
  readonly postalCode: string;
  readonly city: string;
}

export type StoreDetail = keyof StoreDetails;

const addressParts = ['line1', 'line2', 'postalCode', 'city'] as const;

export const detailsOf = ({ address = {}, ...store }: Partial<Store>): StoreDetails => ({
  name: store.name ?? '',
  timeZone: store.timeZone ?? '',
  countryCode: store.countryCode ?? '',
  taxNumber: store.taxNumber ?? '',
  line1: address.line1 ?? '',
  line2: address.line2 ?? '',
  postalCode: address.postalCode ?? '',
  city: address.city ?? '',
});

/** The typed texts without leading and trailing blanks. */
const trimmed = (details: StoreDetails): StoreDetails => ({
  ...details,
  ...Object.fromEntries(
    Object.entries(details).map(([name, text]: [string, string]) => [name, text.trim()]),
  ),
  countryCode: details.countryCode.trim().toUpperCase(),
});

/**
 * The body of a `PATCH`, with the changed details only. The API keeps every detail that the body
 * lacks, so a detail cannot be emptied by leaving it out. Only parts of the address can be emptied,
 * because the address is always sent as a whole.
 */
export const changedDetails = (before: StoreDetails, typed: StoreDetails) => {
  const after = trimmed(typed);
  const changed = (name: StoreDetail): boolean => after[name] !== before[name];
  const text = (name: 'name' | 'timeZone' | 'countryCode' | 'taxNumber') =>
    changed(name) && after[name] !== '' && { [name]: after[name] };
  const parts = addressParts.map((name) => [name, after[name]] as const);
  const address = Object.fromEntries(parts.filter(([, value]) => value !== ''));
  return {
    ...text('name'),
    ...text('timeZone'),
    ...text('countryCode'),
    ...text('taxNumber'),
    ...(addressParts.some(changed) && Object.keys(address).length > 0 && { address }),
  };
};

/**
 * True if the user emptied a detail that this form cannot remove: the API removes no single detail,
 * and the form no whole address. The form then shows an error.
 */
export const isTakenAway = (
  name: StoreDetail,
  before: StoreDetails,
  { [name]: typed, ...others }: StoreDetails,
): boolean => {
  if (before[name] === '' || typed.trim() !== '') return false;
  const isOfAddress = (addressParts as readonly string[]).includes(name);
  // One part of an address can be emptied, because an address is sent as a whole. The last
  // remaining part cannot, so that nobody removes an address by mistake.
  return !isOfAddress || addressParts.every((part) => part === name || lookUp(others, part) === '');
};

const lookUp = (details: Partial<StoreDetails>, name: StoreDetail): string =>
  details[name]?.trim() ?? '';
