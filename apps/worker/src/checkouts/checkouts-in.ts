import { type LoggedEvent, orderStreamPrefix } from '#event-log';
import type { BegunCheckout } from '#gateway';

/** The checkouts that a page of the log begins, and those that it shows as paid. */
export interface CheckoutsOfPage {
  readonly begun: readonly BegunCheckout[];
  readonly paid: readonly BegunCheckout[];
}

/**
 * Reads a page as it is stored. A checkout that is paid within its page is not begun, so that most
 * of them never reach the table.
 */
export const checkoutsIn = (
  events: readonly (Pick<LoggedEvent, 'streamId' | 'type' | 'data'> & {
    readonly metadata: Pick<LoggedEvent['metadata'], 'storeId'>;
  })[],
): CheckoutsOfPage => {
  const begun = new Map<string, BegunCheckout>();
  const paid = new Map<string, BegunCheckout>();
  for (const { streamId, type, data, metadata } of events) {
    if (type !== 'CheckoutIntentCreated' && type !== 'OrderAuthorized') continue;
    const { paymentIntent } = data;
    if (typeof paymentIntent !== 'string' || !streamId.startsWith(orderStreamPrefix)) continue;
    const orderId = streamId.slice(orderStreamPrefix.length);
    const checkout = { orderId, storeId: metadata.storeId, paymentIntent };
    const key = `${orderId} ${paymentIntent}`;
    if (type === 'CheckoutIntentCreated') begun.set(key, checkout);
    else if (!begun.delete(key)) paid.set(key, checkout);
  }
  return { begun: [...begun.values()], paid: [...paid.values()] };
};
