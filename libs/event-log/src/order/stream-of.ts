/** Streams of orders have this prefix; subscriptions filter on it. */
export const orderStreamPrefix = 'order-';

export const streamOf = (orderId: string): string => `${orderStreamPrefix}${orderId}`;
