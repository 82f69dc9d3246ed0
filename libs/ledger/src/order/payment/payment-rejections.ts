import { reject } from '../reject.js';

export const notByCard = reject('PAYMENT_METHOD_NOT_CARD', 'The order is not paid by card.');

export const intentMismatch = reject(
  'PAYMENT_INTENT_MISMATCH',
  "The payment intent is not the order's.",
);
