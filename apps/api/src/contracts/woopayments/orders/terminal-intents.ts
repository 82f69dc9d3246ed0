import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { NewIntent } from '#gateway';
import { actionOf, answerTo, type Rejected } from '#ledger';
import { actionId } from '../../../commands/action-id.js';
import { CreateTerminalIntent } from '../../../commands/create-terminal-intent.js';
import { isObject, type JsonObject, type JsonValue } from '../../../contract-kit/body/read-json.js';
import { isJsonNumber } from '../../../contract-kit/body/read-json.js';
import { acceptedOf, CommandRejected } from '../../../contract-kit/executed.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { escaped } from '../gateway/capture-failure.js';
import { GatewayIntents, resultOf } from '../gateway/gateway-intents.js';
import { serverError } from '../woopayments-envelope.js';
import type { WooOrder } from './woo-orders.js';

/** The options of a terminal intent that a caller may choose. */
export interface TerminalIntentOptions {
  readonly methods: NewIntent['methods'];
  readonly capture: NewIntent['capture'];
  readonly metadata: Readonly<Record<string, string>>;
  readonly customerId?: string;
}

const methodNames = ['card_present', 'interac_present'] as const;
type Method = (typeof methodNames)[number];
const isMethod = (value: JsonValue): value is Method => methodNames.some((name) => name === value);

/** The gateway's limits of metadata, less two members of our own. */
const metadataMax = { members: 48, nameCharacters: 40, valueCharacters: 500 };

const parsed = (value: JsonValue | undefined): JsonValue | undefined => {
  if (typeof value !== 'string') return value;
  // In a query or a form a list has commas.
  return value === '' ? undefined : value.split(',').map((text) => text.trim());
};

const methodsOf = (parameters: JsonObject): readonly Method[] => {
  const value = parsed(parameters['payment_methods']) ?? undefined;
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

const metadataOf = (parameters: JsonObject): Readonly<Record<string, string>> => {
  const value = parameters['metadata'] ?? {};
  // PHP writes an object without members as a list.
  const isEmptyList = Array.isArray(value) && value.length === 0;
  if (!isObject(value) && !isEmptyList) throw serverError('Invalid metadata: an object is needed.');
  const members = Object.entries(isObject(value) ? value : {}).map(([name, member]) => {
    const text = scalarText(member);
    const isShort =
      name.length <= metadataMax.nameCharacters &&
      (text ?? '').length <= metadataMax.valueCharacters;
    if (text === undefined || !isShort) throw serverError(`Invalid metadata: ${name}`);
    return [name, text];
  });
  if (members.length > metadataMax.members)
    throw serverError('Invalid metadata: too many members.');
  return Object.fromEntries(members) as Record<string, string>;
};

const customerOf = (parameters: JsonObject): string | undefined => {
  const value = parameters['customer_id'] ?? '';
  if (value === '' || value === false || value === '0') return undefined;
  if (isJsonNumber(value) && Number(value.value) === 0) return undefined;
  if (typeof value === 'string' && /^cus_[A-Za-z0-9_]{1,64}$/.test(value)) return value;
  throw serverError('Invalid customer_id.');
};

/** @throws HttpError 400 `wcpay_server_error` */
export const terminalOptionsOf = (parameters: JsonObject): TerminalIntentOptions => {
  const customerId = customerOf(parameters);
  return {
    methods: methodsOf(parameters),
    capture: captureOf(parameters),
    metadata: metadataOf(parameters),
    ...(customerId !== undefined && { customerId }),
  };
};

const creationFailed = (status: number, message: string): HttpError =>
  new HttpError({
    status,
    code: 'wcpay_intent_creation_error',
    detail: `Intent creation failed with the following message: ${escaped(message)}`,
  });

const keyReused = (): HttpError =>
  new HttpError({
    status: 422,
    code: 'idempotency_key_reused',
    detail: 'The idempotency key was used for another request.',
  });

const notByCard: Rejected = {
  kind: 'rejected',
  code: 'PAYMENT_METHOD_NOT_CARD',
  detail: 'The order is not paid by card.',
};

/** Makes card-present payment intents at the gateway and records them. */
@Injectable()
export class WooTerminalIntents {
  constructor(
    private readonly commands: CommandBus,
    private readonly intents: GatewayIntents,
  ) {}

  async create(found: WooOrder, options: TerminalIntentOptions): Promise<{ readonly id: string }> {
    const { balance, payment } = found.order;
    // Checked before the gateway makes an intent, which nobody would use.
    if (payment.method !== 'card') throw new CommandRejected(notByCard);
    const metadata = {
      ...options.metadata,
      order_id: balance.orderNumber,
      order_number: balance.orderNumber,
    };
    const wanted = { ...options, metadata };
    const id = this.#madeBefore(found) ?? (await this.#make(found, wanted));
    const { methods, capture, customerId } = wanted;
    acceptedOf(
      await this.commands.execute(
        new CreateTerminalIntent(found.target, {
          paymentIntent: id,
          ...{ metadata, paymentMethods: methods, captureMethod: capture },
          ...(customerId !== undefined && { customerId }),
        }),
      ),
    );
    return { id };
  }

  /** The intent that the same key was answered with. */
  #madeBefore({ order, target }: WooOrder): string | undefined {
    const { idempotencyKey } = target.request;
    if (idempotencyKey === undefined) return undefined;
    return answerTo(order, actionOf.CreateTerminalIntent, idempotencyKey)?.paymentIntent;
  }

  async #make({ order, target }: WooOrder, options: TerminalIntentOptions): Promise<string> {
    const { total, currency } = order.balance;
    if (total <= 0) throw creationFailed(400, 'The order has nothing to be paid.');
    const gateway = await this.intents.gateway();
    const { orderId, request } = target;
    const key = actionId(orderId, actionOf.CreateTerminalIntent, request.idempotencyKey);
    const outcome = await gateway.createIntent({ amount: total, currency, ...options }, key);
    const intent = resultOf(outcome, ({ status, code, message }) =>
      code === 'idempotency_error' ? keyReused() : creationFailed(status, message),
    );
    return intent.id;
  }
}
