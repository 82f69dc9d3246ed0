/** Ids that Medusa has and the ledger does not: made of those that the ledger has, so they stay. */
const digits = (uuid: string): string => uuid.replaceAll('-', '');

/** An order has one payment. */
export const paymentIdOf = (orderId: string): string => `pay_${digits(orderId)}`;

const payment = /^pay_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The order that a payment is of; `undefined` for what is no id of a payment. */
export const orderIdOfPayment = (paymentId: string): string | undefined =>
  payment.exec(paymentId)?.slice(1).join('-');

export const refundIdOf = (refundId: string): string => `ref_${digits(refundId)}`;
export const itemIdOf = (orderId: string, rowId: string): string =>
  `item_${digits(orderId)}_${rowId}`;
export const taxLineIdOf = (orderId: string, rowId: string): string =>
  `tl_${digits(orderId)}_${rowId}`;
export const shippingMethodIdOf = (orderId: string, rowId: string): string =>
  `sm_${digits(orderId)}_${rowId}`;
export const addressIdOf = (orderId: string, use: 'billing' | 'shipping'): string =>
  `addr_${digits(orderId)}_${use}`;

/** The id of a customer without a number in the store. */
export const madeCustomerId = (orderId: string): string => `cus_${digits(orderId)}`;

const customer = /^cus_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

export const orderIdOfCustomer = (customerId: string): string | undefined =>
  customer.exec(customerId)?.slice(1).join('-');

export const regionIdOf = (storeId: string): string => `reg_${storeId}`;
