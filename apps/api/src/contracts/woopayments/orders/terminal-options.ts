import type { NewIntent } from '#gateway';
import type { TerminalIntentWish } from '../../../commands/terminal-intents.js';
import {
  isJsonNumber,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../../../contract-kit/body/read-json.js';
import { serverError } from '../woopayments-envelope.js';

const methodNames = ['card_present', 'interac_present'] as const;
type Method = (typeof methodNames)[number];
const isMethod = (value: JsonValue): value is Method => methodNames.some((name) => name === value);

/** The gateway's limits of metadata, less three members of our own. */
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

/** Names that the gateway's own encoding can hold. */
const isMemberName = (name: string): boolean =>
  /^[^[\]]+$/.test(name) && name.length <= metadataMax.nameCharacters;

const memberOf = (name: string, value: JsonValue): string => {
  const text = scalarText(value);
  if (text !== undefined && text.length <= metadataMax.valueCharacters && isMemberName(name))
    return text;
  throw serverError(`Invalid metadata: ${name}`);
};

const metadataOf = (parameters: JsonObject): Readonly<Record<string, string>> => {
  const value = parameters['metadata'] ?? {};
  // PHP writes an object without members as a list.
  const isEmptyList = Array.isArray(value) && value.length === 0;
  if (!isObject(value) && !isEmptyList) throw serverError('Invalid metadata: an object is needed.');
  const given = Object.entries(isObject(value) ? value : {}).filter(
    ([, member]) => member !== null,
  );
  if (given.length > metadataMax.members) throw serverError('Invalid metadata: too many members.');
  return Object.fromEntries(given.map(([name, member]) => [name, memberOf(name, member)]));
};

/** PHP takes these for false. */
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

/** @throws HttpError 400 `wcpay_server_error` */
export const terminalOptionsOf = (parameters: JsonObject): TerminalIntentWish => {
  const customerId = customerOf(parameters);
  return {
    methods: methodsOf(parameters),
    capture: captureOf(parameters),
    metadata: metadataOf(parameters),
    ...(customerId !== undefined && { customerId }),
  };
};
