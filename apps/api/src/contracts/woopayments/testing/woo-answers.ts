import { expect } from '@jest/globals';
import type { WooStore } from './woo-caller.js';

/** The expected error answer, for `toMatchObject`. */
export const error = (status: number, code: string, message: unknown = expect.any(String)) => ({
  status,
  body: { code, message, data: { status } },
});

/** Makes a pending order and a terminal intent for it, at which the customer taps a card. */
export const tapped = async (shop: WooStore, content: object = {}) => {
  const order = await shop.pendingOrder(content);
  const made = await shop.call(order.number, 'create_terminal_intent');
  const { id: intent } = made.body as { id: string };
  await shop.tap(intent);
  return { ...order, intent, body: { payment_intent_id: intent } };
};
