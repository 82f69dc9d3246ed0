import { without } from '#ledger';
import type { Customer, CustomerAddress } from '#personal-data';

/** An address as answers show it. All members are present; unknown ones are empty texts. */
export interface ShopAddress {
  readonly first_name: string;
  readonly last_name: string;
  readonly company: string;
  readonly address_1: string;
  readonly address_2: string;
  readonly city: string;
  readonly state: string;
  readonly postcode: string;
  readonly country: string;
  readonly phone: string;
}

export interface BillingAddress extends ShopAddress {
  readonly email: string;
}

type Given = Partial<{ readonly [Name in keyof BillingAddress]: string | undefined }>;

/**
 * Completes an address: absent members become empty texts, and the country code is changed to upper
 * case.
 */
export const shopAddress = (given: Given): ShopAddress => ({
  first_name: given.first_name ?? '',
  last_name: given.last_name ?? '',
  company: given.company ?? '',
  address_1: given.address_1 ?? '',
  address_2: given.address_2 ?? '',
  city: given.city ?? '',
  state: given.state ?? '',
  postcode: given.postcode ?? '',
  country: (given.country ?? '').trim().toUpperCase(),
  phone: given.phone ?? '',
});

export const billingAddress = (given: Given): BillingAddress => {
  const { phone, ...address } = shopAddress(given);
  return { ...address, email: given.email ?? '', phone };
};

/** The address of a request; undefined if all its members are blank. */
export const givenAddress = (given: Given | undefined): ShopAddress | undefined => {
  const address = shopAddress(given ?? {});
  const lines: readonly string[] = Object.values(address);
  return lines.every((line) => line.trim() === '') ? undefined : address;
};

const ofCustomer = (customer: Customer, address: CustomerAddress | undefined): Given => ({
  first_name: customer.firstName,
  last_name: customer.lastName,
  company: customer.company,
  address_1: address?.line1,
  address_2: address?.line2 ?? address?.careOf,
  city: address?.city,
  state: address?.region,
  postcode: address?.postalCode,
  country: address?.countryCode,
  email: customer.email,
  phone: customer.phone,
});

/** Turns a billing address into a shipping address, which has no e-mail address. */
export const withoutEmail = (address: BillingAddress): ShopAddress => without(address, 'email');

/** The billing address that the order was registered with. */
export const registeredBilling = (customer: Customer | undefined): BillingAddress =>
  billingAddress(customer === undefined ? {} : ofCustomer(customer, customer.billingAddress));

/** The shipping address that the order was registered with, if it has one. */
export const registeredShipping = (customer: Customer | undefined): ShopAddress | undefined =>
  customer?.shippingAddress && shopAddress(ofCustomer(customer, customer.shippingAddress));
