import { ApiPropertyOptional } from '@nestjs/swagger';
import type { Customer, CustomerAddress } from '#personal-data';
import type { OrderCustomer } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import { Flag, Nested, Matching } from '../../../contract-kit/body/fields.js';
import { emailAddress, PersonalText } from '../fields/names.js';

/** A postal address of a customer (ledger.md, "Customer"). */
export class AddressRequest {
  @PersonalText({ most: 256, example: 'Storgatan 1' })
  readonly line1?: string;

  @PersonalText({ most: 256, example: 'lgh 1101' })
  readonly line2?: string;

  @PersonalText({ most: 256, example: 'c/o Berg' })
  readonly careOf?: string;

  @PersonalText({ most: 32, example: '111 22' })
  readonly postalCode?: string;

  @PersonalText({ most: 128, example: 'Stockholm' })
  readonly city?: string;

  @PersonalText({ most: 128, example: 'Stockholms län' })
  readonly region?: string;

  @Matching(/^[A-Z]{2}$/, {
    mustBe: 'two capital letters, such as SE (ISO 3166-1)',
    optional: true,
    example: 'SE',
  })
  readonly countryCode?: string;
}

/** The buyer (ledger.md, "Customer"). All fields are optional. */
export class CustomerRequest {
  @PersonalText({ most: 128, description: "The store's number of the customer", example: 'c-1001' })
  readonly reference?: string;

  @Matching(/^(?=.{3,254}$)[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u, {
    mustBe: 'an e-mail address of at most 254 characters',
    schema: emailAddress,
    optional: true,
    example: 'anna@example.com',
  })
  readonly email?: string;

  @PersonalText({ most: 64, example: '+46701234567' })
  readonly phone?: string;

  @PersonalText({ most: 128, example: 'Anna' })
  readonly firstName?: string;

  @PersonalText({ most: 128, example: 'Lind' })
  readonly lastName?: string;

  @PersonalText({ most: 256, example: 'Lind AB' })
  readonly company?: string;

  @Flag({ optional: true, description: 'Whether the customer has an account at the shop' })
  readonly registered?: boolean;

  @Nested(() => AddressRequest, { optional: true })
  readonly billingAddress?: AddressRequest;

  @Nested(() => AddressRequest, { optional: true })
  readonly shippingAddress?: AddressRequest;
}

/** The fields that have a value; undefined if no field has one. */
const given = <Fields extends object>(fields: Fields): Fields | undefined => {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Fields);
};

/**
 * The customer's data from a request, in the form in which the ledger encrypts and stores them;
 * undefined if the request has no customer data.
 */
export const customerOfRequest = (request: CustomerRequest | undefined): Customer | undefined => {
  if (request === undefined) return undefined;
  const { billingAddress, shippingAddress, ...rest } = request;
  const billing = billingAddress && given<CustomerAddress>(billingAddress);
  const shipping = shippingAddress && given<CustomerAddress>(shippingAddress);
  return given<Customer>({
    ...rest,
    ...(billing && { billingAddress: billing }),
    ...(shipping && { shippingAddress: shipping }),
  });
};

/** The buyer as registered; after an erasure, only the fact that there was a buyer. */
export class CustomerResponse extends CustomerRequest {
  @ApiPropertyOptional({ enum: [true], description: 'The data were erased; nothing else is shown' })
  erased?: true;
}

export const customerResponse = (customer: OrderCustomer): Plain<CustomerResponse> =>
  customer.erased ? { erased: true } : customer.customer;
