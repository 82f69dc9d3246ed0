/** As libs/event-log names them: this package does not know where its events come from. */
export const orderStream = (orderId: string): string => `order-${orderId}`;

export const settlementStream = (account: {
  readonly storeId: string;
  readonly currency: string;
}): string => `settlement-${account.storeId}-${account.currency}`;
