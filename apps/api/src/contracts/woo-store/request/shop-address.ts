import { without } from '#ledger';
import type { Customer, CustomerAddress } from '#personal-data';

/** An address with every member that shops know. */
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

/** The whole address; countries in capital letters, as shops write them themselves. */
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

/** The address of a request; absent if nothing stands in it, as where nothing is shipped. */
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

/** An address without what only that of billing has. */
export const withoutEmail = (address: BillingAddress): ShopAddress => without(address, 'email');

/** The billing address that the order was registered with. */
export const registeredBilling = (customer: Customer | undefined): BillingAddress =>
  billingAddress(customer === undefined ? {} : ofCustomer(customer, customer.billingAddress));

/** The shipping address that the order was registered with, if it has one. */
export const registeredShipping = (customer: Customer | undefined): ShopAddress | undefined =>
  customer?.shippingAddress && shopAddress(ofCustomer(customer, customer.shippingAddress));
