import { ApiProperty } from '@nestjs/swagger';
import type { Customer, CustomerAddress } from '#personal-data';
import type { OrderSummary } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';

/**
 * A part of the answer about a customer. If the data are unknown or were erased, the object is
 * empty (walley.md, "GET an order").
 */
type OrNothing<Dto> = Plain<Dto> | Readonly<Record<string, never>>;

export interface WalleyParties {
  readonly customer: OrNothing<WalleyCustomerDto>;
  readonly deliveryAddress: OrNothing<WalleyAddressDto>;
  readonly invoiceAddress: OrNothing<WalleyAddressDto>;
}

type Bought = Pick<OrderSummary, 'salesSegment' | 'customer'>;

const nobody: WalleyParties = { customer: {}, deliveryAddress: {}, invoiceAddress: {} };

const personName = ({ firstName, lastName }: Customer): string | undefined =>
  [firstName, lastName].filter((name) => name !== undefined).join(' ') || undefined;

const linesOf = (address: CustomerAddress | undefined) => ({
  coAddress: address?.careOf ?? null,
  addressLine1: address?.line1 ?? null,
  addressLine2: address?.line2 ?? null,
  city: address?.city ?? null,
  postalCode: address?.postalCode ?? null,
  countryCode: address?.countryCode ?? null,
});

const addressOf = (
  customer: Customer,
  address: CustomerAddress | undefined,
): WalleyParties['deliveryAddress'] =>
  address === undefined
    ? {}
    : {
        receiverName: personName(customer) ?? customer.company ?? null,
        ...linesOf(address),
        email: customer.email ?? null,
        mobilePhone: customer.phone ?? null,
      };

/**
 * The buyer, the delivery address and the invoice address. If only one of the addresses is known,
 * it is used for both.
 */
export const walleyParties = ({ salesSegment, customer: shown }: Bought): WalleyParties => {
  if (shown === undefined || shown.erased) return nobody;
  const { customer } = shown;
  const { billingAddress, shippingAddress } = customer;
  const isCompany = salesSegment === 'B2B';
  const names = isCompany
    ? (customer.company ?? personName(customer))
    : (personName(customer) ?? customer.company);
  return {
    customer: {
      type: isCompany ? 'Company' : 'Person',
      name: names ?? null,
      firstName: customer.firstName ?? null,
      lastName: customer.lastName ?? null,
      customerNumber: customer.reference ?? null,
      ...linesOf(billingAddress ?? shippingAddress),
      email: customer.email ?? null,
      mobilePhoneNumber: customer.phone ?? null,
    },
    deliveryAddress: addressOf(customer, shippingAddress ?? billingAddress),
    invoiceAddress: addressOf(customer, billingAddress ?? shippingAddress),
  };
};

/** A text for OpenAPI, used by the objects about a customer, which may come without any members. */
export const noneKnown = 'Without members if no customer was given, or if the customer was erased';

/**
 * OpenAPI lists no member as required, because an object comes either with all its members or with
 * none.
 */
const text = (example: string) =>
  ({ type: String, nullable: true, required: false, example }) as const;

export class WalleyCustomerDto {
  @ApiProperty({ enum: ['Person', 'Company'], required: false })
  type!: string;

  @ApiProperty(text('Anna Lind'))
  name!: string | null;

  @ApiProperty(text('Anna'))
  firstName!: string | null;

  @ApiProperty(text('Lind'))
  lastName!: string | null;

  @ApiProperty({ ...text('c-1001'), description: "The store's number of the customer" })
  customerNumber!: string | null;

  @ApiProperty(text('SE'))
  countryCode!: string | null;

  @ApiProperty(text('c/o Berg'))
  coAddress!: string | null;

  @ApiProperty(text('Storgatan 1'))
  addressLine1!: string | null;

  @ApiProperty(text('lgh 1101'))
  addressLine2!: string | null;

  @ApiProperty(text('Stockholm'))
  city!: string | null;

  @ApiProperty(text('111 22'))
  postalCode!: string | null;

  @ApiProperty(text('anna@example.com'))
  email!: string | null;

  @ApiProperty(text('+46701234567'))
  mobilePhoneNumber!: string | null;
}

export class WalleyAddressDto {
  @ApiProperty(text('Anna Lind'))
  receiverName!: string | null;

  @ApiProperty(text('c/o Berg'))
  coAddress!: string | null;

  @ApiProperty(text('Storgatan 1'))
  addressLine1!: string | null;

  @ApiProperty(text('lgh 1101'))
  addressLine2!: string | null;

  @ApiProperty(text('111 22'))
  postalCode!: string | null;

  @ApiProperty(text('Stockholm'))
  city!: string | null;

  @ApiProperty(text('SE'))
  countryCode!: string | null;

  @ApiProperty(text('anna@example.com'))
  email!: string | null;

  @ApiProperty(text('+46701234567'))
  mobilePhone!: string | null;
}
