import type { GatewayFailure } from '#ledger';
import { HttpError } from '../../../contract-kit/http-error.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

/** A text of the gateway, safe in a page. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** Codes by which the bank or the network refused the card: the gateway answers 402. */
const cardCodes = new Set([
  'card_declined',
  'expired_card',
  'insufficient_funds',
  'incorrect_cvc',
  'incorrect_number',
  'processing_error',
  'authentication_required',
  'capture_charge_authorization_expired',
]);

/** Codes of requests that the gateway cannot carry out: it answers 400. */
const requestCodes = new Set([
  'amount_too_small',
  'amount_too_large',
  'charge_already_captured',
  'charge_already_refunded',
  'charge_expired_for_capture',
  'payment_intent_unexpected_state',
  'parameter_invalid_integer',
]);

const statusOf = (code: string | undefined): number => {
  if (code === undefined) return 502;
  if (cardCodes.has(code)) return 402;
  if (requestCodes.has(code)) return 400;
  return code === 'resource_missing' ? 404 : 502;
};

/** The answer to a capture that the gateway refused. */
export const captureFailed = ({ code, reason }: GatewayFailure): HttpError =>
  new HttpError({
    status: statusOf(code),
    code:
      code === 'amount_too_small' ? 'wcpay_capture_error_amount_too_small' : 'wcpay_capture_error',
    detail: `Payment capture failed to complete with the following message: ${escaped(reason)}`,
  });
