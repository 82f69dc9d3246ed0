import type { GatewayFailure } from '#ledger';
import { HttpError } from '../../../contract-kit/http-error.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

/** A text of the gateway with its HTML characters escaped, so that shops can show it in a page. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** Codes of a card that the bank or the card network refused: the gateway answers them with 402. */
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

/** Codes of a failure inside the gateway. */
const faultCodes = new Set(['gateway_error', 'api_error']);

/** The status with which the gateway answers this code; 502 if the gateway itself failed. */
const statusOf = (code: string | undefined): number => {
  if (code === undefined || faultCodes.has(code)) return 502;
  if (cardCodes.has(code)) return 402;
  return code === 'resource_missing' ? 404 : 400;
};

/** The answer to a capture that the gateway refused. */
export const captureFailed = ({ code, reason }: GatewayFailure): HttpError =>
  new HttpError({
    status: statusOf(code),
    code:
      code === 'amount_too_small' ? 'wcpay_capture_error_amount_too_small' : 'wcpay_capture_error',
    detail: `Payment capture failed to complete with the following message: ${escaped(reason)}`,
  });
