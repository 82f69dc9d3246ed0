/**
 * The hex digits of a UUID. The ids in Medusa's form contain the digits of the ledger's own ids, so
 * they never change.
 */
const digits = (uuid: string): string => uuid.replaceAll('-', '');

/** The id of an order's payment: an order has one. */
export const paymentIdOf = (orderId: string): string => `pay_${digits(orderId)}`;

const payment = /^pay_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The id of the order to which a payment belongs; undefined if the id is not a payment's. */
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

/** The id of a customer who was registered without a reference, made from the order's id. */
export const madeCustomerId = (orderId: string): string => `cus_${digits(orderId)}`;

const customer = /^cus_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The id of the order from which a customer's id was made; undefined for other ids. */
export const orderIdOfCustomer = (customerId: string): string | undefined =>
  customer.exec(customerId)?.slice(1).join('-');

export const regionIdOf = (storeId: string): string => `reg_${storeId}`;
