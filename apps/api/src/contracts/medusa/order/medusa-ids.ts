/**
 * The hex digits of a UUID. Medusa's ids consist of a prefix, such as `pay_`, and the digits of a
 * ledger id. So the id of an object never changes and need not be stored.
 */
const digits = (uuid: string): string => uuid.replaceAll('-', '');

/**
 * The id of an order's payment, made from the order's id because each order has exactly one
 * payment.
 */
export const paymentIdOf = (orderId: string): string => `pay_${digits(orderId)}`;

const payment = /^pay_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The order id in a payment id; undefined if the text is not a payment id. */
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

/**
 * The customer id of an order whose customer has no reference. The id is made from the order's id,
 * so each such order has a different customer.
 */
export const madeCustomerId = (orderId: string): string => `cus_${digits(orderId)}`;

const customer = /^cus_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The order id from which a customer id was made; undefined for any other customer id. */
export const orderIdOfCustomer = (customerId: string): string | undefined =>
  customer.exec(customerId)?.slice(1).join('-');

export const regionIdOf = (storeId: string): string => `reg_${storeId}`;
