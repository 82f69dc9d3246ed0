import type { GatewayFailure } from '#ledger';
import { HttpError } from '../../../contract-kit/http-error.js';
import { notCapturable } from '../woopayments-envelope.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

/**
 * Escapes the HTML characters of a text from the gateway, because shops show the text in a page.
 */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/**
 * Codes for a card that the bank or the card network declined. The gateway itself answers them with
 * 402.
 */
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

/** Codes for a failure inside the gateway, which is not the caller's fault. */
const faultCodes = new Set(['gateway_error', 'api_error']);

/**
 * The HTTP status for a code of the gateway: the status that the gateway itself would use, or 502
 * if the gateway has failed.
 */
const statusOf = (code: string | undefined): number => {
  if (code === undefined || faultCodes.has(code)) return 502;
  if (cardCodes.has(code)) return 402;
  return code === 'resource_missing' ? 404 : 400;
};

/**
 * The answer to a capture that the gateway refused. An intent that was in the wrong state, for
 * example because it lapsed, has the answer that the check of its state has before a capture.
 */
export const captureFailed = ({ code, reason }: GatewayFailure): HttpError => {
  if (code === 'payment_intent_unexpected_state') return new HttpError(notCapturable);
  return new HttpError({
    status: statusOf(code),
    code:
      code === 'amount_too_small' ? 'wcpay_capture_error_amount_too_small' : 'wcpay_capture_error',
    detail: `Payment capture failed to complete with the following message: ${escaped(reason)}`,
  });
};
