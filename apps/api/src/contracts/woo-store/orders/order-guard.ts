import type { OpenedCustomer } from '#personal-data';
import { type Order, orderKeyIn } from '#ledger';
import { isSameSecret } from '#runtime';
import { HttpError } from '../../../contract-kit/http-error.js';
import type { GuestDto } from '../request/checkout.dto.js';

const refused = (status: 401 | 403, code: string, detail: string): HttpError =>
  new HttpError({ status, code, detail });

const wrongKey = (): HttpError =>
  refused(401, 'woocommerce_rest_invalid_order', 'Invalid order ID or key provided.');

const wrongEmail = (detail: string): HttpError =>
  refused(401, 'woocommerce_rest_invalid_billing_email', detail);

const folded = (email: string): string => email.trim().toLowerCase();

const assertEmail = (
  email: string | undefined,
  given: string | undefined,
  isErased: boolean,
): void => {
  // If the order was registered without an e-mail address, a guest need not give one. If the
  // address was erased, no guest may pay the order, because nothing is left to compare with.
  if (email === undefined && !isErased && (given ?? '') === '') return;
  if (given === undefined || given === '') throw wrongEmail('No billing email provided.');
  if (email === undefined || !isSameSecret(folded(email), folded(given)))
    throw wrongEmail('Invalid billing email provided.');
};

export interface Asking {
  readonly guest: GuestDto;
  /** The customer who is logged in at the shop. */
  readonly customer: string | undefined;
}

/**
 * Checks that the caller may see and pay an order. If the order belongs to a registered customer,
 * only that customer may. Otherwise anybody may who knows the order key and the billing e-mail
 * address.
 *
 * @throws HttpError 401, 403
 */
export const assertMayPay = (
  order: Order,
  opened: OpenedCustomer | undefined,
  { guest: { key, billing_email: given }, customer: caller }: Asking,
): void => {
  const customer = opened?.kind === 'open' ? opened.customer : undefined;
  if (customer?.registered === true) {
    if (caller !== undefined && caller === customer.reference) return;
    const detail = 'This order belongs to a different customer.';
    throw refused(403, 'woocommerce_rest_invalid_user', detail);
  }
  const orderKey = orderKeyIn(order.balance.attributes);
  if (orderKey === undefined || key === undefined || !isSameSecret(orderKey, key)) throw wrongKey();
  const isErased = opened !== undefined && opened.kind !== 'open';
  assertEmail(customer?.email, given, isErased);
};
