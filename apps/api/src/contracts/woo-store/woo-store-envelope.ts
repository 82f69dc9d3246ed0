import type { Rejected } from '#ledger';
import type { ErrorEnvelope } from '../../contract-kit/contract.js';
import type { ErrorAnswer, FieldPath, Violation } from '../../contract-kit/http-error.js';
import {
  invalidJson,
  isNoRoute,
  keyReused,
  noRoute,
  wordPressCode,
} from '../../contract-kit/wordpress-words.js';

/** 404: the store has no such order. */
export const orderUnknown: ErrorAnswer = {
  status: 404,
  code: 'woocommerce_rest_invalid_order',
  detail: 'Invalid order ID.',
};

/** 400: the order does not wait for a payment, or its total is zero. */
export const notPayable: ErrorAnswer = {
  status: 400,
  code: 'invalid_order_update_status',
  detail: 'This order cannot be paid for.',
};

/** 400: an address has no state or postcode although its country needs one. */
export const invalidAddressCode = 'woocommerce_rest_invalid_address';

const rejections: Readonly<Record<string, ErrorAnswer>> = {
  ORDER_NOT_FOUND: orderUnknown,
  ORDER_OF_OTHER_STORE: orderUnknown,
  AUTHORIZE_INVALID_STATUS: notPayable,
  IDEMPOTENCY_KEY_REUSED: keyReused,
};

const rejected = ({ code, detail }: Rejected): ErrorAnswer =>
  rejections[code] ?? {
    status: 400,
    code: 'woocommerce_rest_checkout_process_payment_error',
    detail,
  };

/** Writes the path of a field as PHP does, such as `payment_data[0][key]`. */
const nameOf = (path: FieldPath): string => {
  const [first = '', ...rest] = path;
  return `${first}${rest.map((step) => `[${step}]`).join('')}`;
};

const isJsonFault = ({ path }: Violation): boolean => path.length === 0;

const isMissing = ({ rule, path }: Violation): boolean => rule === 'required' && path.length === 1;

interface Fault {
  readonly code: string;
  readonly message: string;
}

const types: Readonly<Record<string, string>> = {
  object: 'object',
  list: 'array',
  text: 'string',
  scalar: 'string,boolean',
};

const faultOf = ({ rule = '', path, parameters, received, message }: Violation): Fault => {
  const name = nameOf(path);
  const { charactersMax, words: allowed, entriesMax } = parameters ?? {};
  if (rule === 'required') {
    const [member, parent] = [path.at(-1), nameOf(path.slice(0, -1))];
    const detail = `${String(member)} is a required property of ${parent}.`;
    return { code: 'rest_property_required', message: detail };
  }
  if (rule === 'entriesMax') {
    const detail = `${name} must contain at most ${String(entriesMax)} items.`;
    return { code: 'rest_too_many_items', message: detail };
  }
  if (rule === 'enum' && received === 'string')
    return { code: 'rest_not_in_enum', message: `${name} is not one of ${String(allowed)}.` };
  if (typeof charactersMax === 'number' && received === 'string') {
    const detail = `${name} must be at most ${charactersMax} characters long.`;
    return { code: 'rest_too_long', message: detail };
  }
  const type = types[rule === 'enum' ? 'text' : rule];
  return type === undefined
    ? { code: 'rest_invalid_param', message: `${name} ${message}` }
    : { code: 'rest_invalid_type', message: `${name} is not of type ${type}.` };
};

interface Written {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly data?: object;
}

/**
 * Lists the wrong parameters of a request. For a parameter with several faults only the first is
 * shown.
 */
const invalidParameters = (violations: readonly Violation[]): Omit<Written, 'status'> => {
  const params: Record<string, string> = {};
  const details: Record<string, object> = {};
  for (const violation of violations) {
    const [parameter] = violation.path;
    const name = String(parameter);
    if (Object.hasOwn(params, name)) continue;
    const { code, message } = faultOf(violation);
    params[name] = message;
    details[name] = { code, message, data: { param: nameOf(violation.path) } };
  }
  const message = `Invalid parameter(s): ${Object.keys(params).join(', ')}`;
  return { code: 'rest_invalid_param', message, data: { params, details } };
};

const missingParameters = (violations: readonly Violation[]): Omit<Written, 'status'> => {
  const params = violations.map(({ path }) => nameOf(path));
  const message = `Missing parameter(s): ${params.join(', ')}`;
  return { code: 'rest_missing_callback_param', message, data: { params } };
};

const syntaxError = {
  ...invalidJson,
  data: { json_error_code: 4, json_error_message: 'Syntax error' },
};

const ofShape = (violations: readonly Violation[]): Omit<Written, 'status'> => {
  if (violations.some(isJsonFault)) return syntaxError;
  const missing = violations.filter(isMissing);
  return missing.length > 0 ? missingParameters(missing) : invalidParameters(violations);
};

/**
 * The member `data.errors` of an error: the texts about the billing address and those about the
 * shipping address.
 */
const addressErrors = (violations: readonly Violation[]): object => {
  const of = (which: string): string[] =>
    violations.filter(({ path }) => path[0] === which).map(({ message }) => message);
  return { errors: { billing: of('billing'), shipping: of('shipping') } };
};

/**
 * Translates errors that all contracts share, such as a malformed body, into WordPress's codes and
 * texts.
 */
const inItsWords = (answer: ErrorAnswer): Written => {
  const { code, detail, status, violations = [] } = answer;
  if (isNoRoute(code))
    return { code: noRoute.code, message: noRoute.detail, status: noRoute.status };
  if (code === 'VALIDATION_ERROR') return { ...ofShape(violations), status };
  const data = code === invalidAddressCode ? { data: addressErrors(violations) } : {};
  return { code: wordPressCode(code), message: detail, status, ...data };
};

/** Writes errors as WordPress does: `{"code","message","data":{"status"}}`. */
export const wooStoreEnvelope: ErrorEnvelope = {
  rejected,
  write: (answer) => {
    const { code, message, status, data } = inItsWords(answer);
    return {
      contentType: 'application/json; charset=UTF-8',
      body: JSON.stringify({ code, message, data: { status, ...data } }),
    };
  },
};
