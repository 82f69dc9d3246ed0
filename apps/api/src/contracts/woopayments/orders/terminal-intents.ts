import { Injectable } from '@nestjs/common';
import type { NewIntent } from '#gateway';
import { type Order, reject, type Rejected } from '#ledger';
import { TerminalIntents, type TerminalIntentWish } from '../../../commands/terminal-intents.js';
import {
  isJsonNumber,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../../../contract-kit/body/read-json.js';
import { acceptedOf, HttpError } from '../../../contract-kit/http-error.js';
import { escaped } from '../gateway/capture-failure.js';
import { serverError } from '../woopayments-envelope.js';
import { type WooAnswer, wooAnswerOf, type WooOrder } from './woo-orders.js';

const creationFailed = (status: number, message: string): HttpError =>
  new HttpError({
    status,
    code: 'wcpay_intent_creation_error',
    detail: `Intent creation failed with the following message: ${escaped(message)}`,
  });

/**
 * Refuses an order that is not paid by card. The status of the order is not checked, because
 * WooPayments does not check it either.
 */
const onlyByCard = ({ payment }: Order): Rejected | undefined =>
  payment.method === 'card'
    ? undefined
    : reject('PAYMENT_METHOD_NOT_CARD', 'The order is not paid by card.');

/** Makes payment intents for card terminals at the gateway and records them on the order. */
@Injectable()
export class WooTerminalIntents {
  constructor(private readonly intents: TerminalIntents) {}

  async create(
    { target }: WooOrder,
    wish: TerminalIntentWish,
  ): Promise<WooAnswer<{ readonly id: string }>> {
    const made = await this.intents.make(target, wish, onlyByCard);
    if (made.refusal !== undefined) throw creationFailed(made.refusal.status, made.refusal.message);
    return wooAnswerOf({ id: made.paymentIntent }, acceptedOf(made.executed));
  }
}

const methodNames = ['card_present', 'interac_present'] as const;
type Method = (typeof methodNames)[number];
const isMethod = (value: JsonValue): value is Method => methodNames.some((name) => name === value);

/** The limits for `metadata`. The gateway allows 50 members, of which the ledger needs three. */
const metadataMax = { members: 47, nameCharacters: 40, valueCharacters: 500 };

const methodsOf = (parameters: JsonObject): readonly Method[] => {
  const value = parameters['payment_methods'] ?? undefined;
  if (value === undefined) return ['card_present'];
  const isFine = Array.isArray(value) && value.length > 0 && value.length <= 2;
  if (isFine && value.every(isMethod) && new Set(value).size === value.length) return value;
  throw serverError(`Invalid payment_methods: a list of ${methodNames.join(', ')} is needed.`);
};

const captureOf = (parameters: JsonObject): NewIntent['capture'] => {
  const value = parameters['capture_method'] ?? 'manual';
  if (value === 'manual' || value === 'automatic') return value;
  throw serverError('Invalid capture_method: manual or automatic is needed.');
};

const scalarText = (value: JsonValue): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return isJsonNumber(value) ? value.value : undefined;
};

/**
 * A name of `metadata` must not contain brackets, because the gateway takes it as the form field
 * `metadata[name]`.
 */
const isMemberName = (name: string): boolean =>
  /^[^[\]]+$/.test(name) && name.length <= metadataMax.nameCharacters;

const memberOf = (name: string, value: JsonValue): string => {
  const text = scalarText(value);
  if (text !== undefined && text.length <= metadataMax.valueCharacters && isMemberName(name))
    return text;
  throw serverError(`Invalid metadata: ${escaped(name)}`);
};

const metadataOf = (parameters: JsonObject): Readonly<Record<string, string>> => {
  const value = parameters['metadata'] ?? {};
  // PHP writes an empty object as `[]`.
  const isEmptyList = Array.isArray(value) && value.length === 0;
  if (!isObject(value) && !isEmptyList) throw serverError('Invalid metadata: an object is needed.');
  const given = Object.entries(isObject(value) ? value : {}).filter(
    ([, member]) => member !== null,
  );
  if (given.length > metadataMax.members) throw serverError('Invalid metadata: too many members.');
  return Object.fromEntries(given.map(([name, member]) => [name, memberOf(name, member)]));
};

/**
 * True if PHP treats the value as false, such as `0` or an empty list. WooPayments ignores a
 * `customer_id` with such a value.
 */
const isFalsy = (value: JsonValue): boolean => {
  if (isJsonNumber(value)) return Number(value.value) === 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === null || value === false || value === '' || value === '0';
};

const customerOf = (parameters: JsonObject): string | undefined => {
  const value = parameters['customer_id'] ?? null;
  if (isFalsy(value)) return undefined;
  if (typeof value === 'string' && /^cus_[A-Za-z0-9_]{1,64}$/.test(value)) return value;
  throw serverError('Invalid customer_id.');
};

/** Reads the options of a terminal intent. @throws HttpError 400 `wcpay_server_error` */
export const terminalOptionsOf = (parameters: JsonObject): TerminalIntentWish => {
  const customerId = customerOf(parameters);
  return {
    methods: methodsOf(parameters),
    capture: captureOf(parameters),
    metadata: metadataOf(parameters),
    ...(customerId !== undefined && { customerId }),
  };
};
