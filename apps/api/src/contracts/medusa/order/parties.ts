import type { Customer, CustomerAddress } from '#personal-data';
import type { OrderView } from '#read-models';
import { addressIdOf, madeCustomerId, regionIdOf } from './medusa-ids.js';
import type { ShopAttributes } from './shop-attributes.js';

const customerOf = ({ customer }: OrderView): Customer | undefined =>
  customer === undefined || customer.erased ? undefined : customer.customer;

const addressOf = (
  order: OrderView,
  {
    customer,
    customerId,
    address,
    use,
  }: {
    readonly customer: Customer;
    readonly customerId: string;
    readonly address: CustomerAddress | undefined;
    readonly use: 'billing' | 'shipping';
  },
) =>
  address === undefined
    ? null
    : {
        id: addressIdOf(order.orderId, use),
        created_at: order.placedAt,
        updated_at: order.placedAt,
        deleted_at: null,
        customer_id: customerId,
        customer: null,
        company: customer.company ?? null,
        first_name: customer.firstName ?? null,
        last_name: customer.lastName ?? null,
        address_1: address.line1 ?? null,
        address_2: address.line2 ?? address.careOf ?? null,
        city: address.city ?? null,
        country_code: address.countryCode?.toLowerCase() ?? null,
        country: null,
        province: address.region ?? null,
        postal_code: address.postalCode ?? null,
        phone: customer.phone ?? null,
        metadata: null,
      };

const nobody = {
  customer_id: null,
  customer: null,
  email: null,
  billing_address_id: null,
  billing_address: null,
  shipping_address_id: null,
  shipping_address: null,
};

/**
 * The customer and the addresses. All are null if no customer was registered or the data were
 * erased.
 */
export const partiesOf = (order: OrderView) => {
  const customer = customerOf(order);
  if (customer === undefined) return nobody;
  const customerId = customer.reference ?? madeCustomerId(order.orderId);
  const of = { customer, customerId };
  const billing = addressOf(order, { ...of, address: customer.billingAddress, use: 'billing' });
  const shipping = addressOf(order, { ...of, address: customer.shippingAddress, use: 'shipping' });
  return {
    customer_id: customerId,
    customer: {
      id: customerId,
      created_at: order.placedAt,
      updated_at: order.placedAt,
      deleted_at: null,
      email: customer.email ?? null,
      first_name: customer.firstName ?? null,
      last_name: customer.lastName ?? null,
      billing_address_id: billing?.id ?? null,
      billing_address: null,
      shipping_addresses: [],
      phone: customer.phone ?? null,
      has_account: customer.registered ?? false,
      orders: [],
      groups: [],
      metadata: null,
    },
    email: customer.email ?? null,
    billing_address_id: billing?.id ?? null,
    billing_address: billing,
    shipping_address_id: shipping?.id ?? null,
    shipping_address: shipping,
  };
};

/**
 * The region of an order. Medusa needs one, but the ledger has no regions, so each store counts as
 * one region.
 */
export const regionOf = (order: OrderView, shop: ShopAttributes) => {
  const id = shop.text('region_id') ?? regionIdOf(order.storeId);
  return {
    region_id: id,
    region: {
      id,
      created_at: null,
      updated_at: null,
      deleted_at: null,
      name: order.storeId,
      currency_code: order.currency.toLowerCase(),
      currency: null,
      tax_rate: null,
      tax_rates: null,
      tax_code: null,
      gift_cards_taxable: false,
      automatic_taxes: false,
      countries: [],
      tax_provider_id: null,
      tax_provider: null,
      payment_providers: [],
      fulfillment_providers: [],
      metadata: null,
      includes_tax: true,
    },
  };
};
