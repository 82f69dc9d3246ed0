import { expect } from '@jest/globals';
import type { WooStore } from './woo-caller.js';

/** The error answer to expect, for use with `toMatchObject`. */
export const error = (status: number, code: string, message: unknown = expect.any(String)) => ({
  status,
  body: { code, message, data: { status } },
});

/**
 * Registers a pending order and makes a payment intent for a card terminal. Then the sandbox's
 * customer taps a card, so that the intent is authorised.
 */
export const tapped = async (shop: WooStore, content: object = {}) => {
  const order = await shop.pendingOrder(content);
  const made = await shop.call(order.number, 'create_terminal_intent');
  const { id: intent } = made.body as { id: string };
  await shop.tap(intent);
  return { ...order, intent, body: { payment_intent_id: intent } };
};
