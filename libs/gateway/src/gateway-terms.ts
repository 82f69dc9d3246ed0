import type Stripe from 'stripe';
import type { Address, Charge, CustomerDetails, PaymentIntent } from './model.js';

/**
 * The gateway counts a few currencies in another unit than ISO 4217: Icelandic krónur and Ugandan
 * shillings in hundredths, Malagasy ariary in whole ariary. For all other currencies the units are
 * the same.
 */
const gatewayUnits: Readonly<Record<string, number>> = { ISK: 100, UGX: 100, MGA: 0.01 };

const factorOf = (currency: string): number => gatewayUnits[currency] ?? 1;

/** The amount in the gateway's unit; `undefined` if it would not be a whole number. */
export const toGatewayAmount = (amount: number, currency: string): number | undefined => {
  const factor = factorOf(currency);
  const converted = factor < 1 ? amount / (1 / factor) : amount * factor;
  return Number.isSafeInteger(converted) ? converted : undefined;
};

/**
 * The amount in the ledger's minor unit. If the gateway's unit is smaller, the result may be a
 * fraction of a minor unit.
 */
export const fromGatewayAmount = (amount: number, currency: string): number => {
  const factor = factorOf(currency);
  return factor < 1 ? amount * (1 / factor) : amount / factor;
};

const idOf = (object: string | { readonly id: string } | null | undefined): string | undefined =>
  typeof object === 'string' ? object : object?.id;

/** Converts the gateway's payment intent to the ledger's terms. */
export const toIntent = (intent: Stripe.PaymentIntent): PaymentIntent => {
  const currency = intent.currency.toUpperCase();
  const customerId = idOf(intent.customer);
  const paymentMethodId = idOf(intent.payment_method);
  const redirectUrl = intent.next_action?.redirect_to_url?.url;
  return {
    id: intent.id,
    status: intent.status as PaymentIntent['status'],
    currency,
    amount: fromGatewayAmount(intent.amount, currency),
    capturable: fromGatewayAmount(intent.amount_capturable, currency),
    captured: fromGatewayAmount(intent.amount_received, currency),
    metadata: intent.metadata,
    ...(intent.client_secret && { clientSecret: intent.client_secret }),
    ...(customerId !== undefined && { customerId }),
    ...(paymentMethodId !== undefined && { paymentMethodId }),
    ...(intent.cancellation_reason && { cancellationReason: intent.cancellation_reason }),
    ...(redirectUrl && { redirectUrl }),
    ...(intent.latest_charge && { charge: toCharge(intent.latest_charge) }),
  };
};

const toCharge = (charge: string | Stripe.Charge): Charge => {
  if (typeof charge === 'string') return { id: charge };
  const { payment_method_details: details } = charge;
  const card = details?.card ?? details?.card_present ?? details?.interac_present;
  return {
    id: charge.id,
    ...(charge.receipt_url && { receiptUrl: charge.receipt_url }),
    ...(charge.payment_method && { paymentMethodId: charge.payment_method }),
    ...(card?.brand && { cardBrand: card.brand }),
    ...(card?.last4 && { cardLast4: card.last4 }),
  };
};

const toAddressParam = (address: Address): Stripe.AddressParam => ({
  ...(address.line1 !== undefined && { line1: address.line1 }),
  ...(address.line2 !== undefined && { line2: address.line2 }),
  ...(address.postalCode !== undefined && { postal_code: address.postalCode }),
  ...(address.city !== undefined && { city: address.city }),
  ...(address.region !== undefined && { state: address.region }),
  ...(address.countryCode !== undefined && { country: address.countryCode }),
});

/** Converts a customer to the parameters of the gateway's call. */
export const toCustomerParams = (details: CustomerDetails): Stripe.CustomerCreateParams => {
  const { name, email, phone, address, shipping, metadata } = details;
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(address !== undefined && { address: toAddressParam(address) }),
    ...(shipping !== undefined && {
      shipping: {
        name: shipping.name,
        ...(shipping.phone !== undefined && { phone: shipping.phone }),
        address: toAddressParam(shipping.address),
      },
    }),
    ...(metadata !== undefined && { metadata }),
  };
};
