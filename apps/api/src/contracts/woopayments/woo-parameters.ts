import type { FastifyRequest } from 'fastify';
import qs from 'qs';
import { parametersOf } from '../../contract-kit/body/parameters.js';
import { isJsonNumber, type JsonObject } from '../../contract-kit/body/read-json.js';
import { HttpError, shapeError } from '../../contract-kit/http-error.js';
import { noRoute } from '../../contract-kit/wordpress-words.js';

const qsLimits = { depth: 5, arrayLimit: 100, parameterLimit: 1_000, plainObjects: true };

/**
 * Reads parameter names with brackets as PHP does: `payment_methods[]=a` becomes a list, and
 * `metadata[till]=1` an object. If `metadata` is also given without brackets, the value without
 * brackets is used.
 */
export const nested = (parameters: JsonObject): JsonObject => {
  const bracketed = Object.entries(parameters).filter(([name]) => name.includes('['));
  if (bracketed.length === 0) return parameters;
  const pairs = bracketed.flatMap(([name, value]) =>
    [value]
      .flat()
      .flatMap((each): [string, string][] => (typeof each === 'string' ? [[name, each]] : [])),
  );
  const text = new URLSearchParams(pairs).toString();
  return { ...(qs.parse(text, qsLimits) as JsonObject), ...parameters };
};

const read = new WeakMap<FastifyRequest, JsonObject>();

/**
 * The parameters of a request, which are read once and then kept.
 *
 * @throws HttpError 400 for malformed JSON
 */
export const wooParametersOf = async (request: FastifyRequest): Promise<JsonObject> => {
  const before = read.get(request);
  if (before !== undefined) return before;
  const parameters = nested(await parametersOf(request));
  read.set(request, parameters);
  return parameters;
};

/**
 * The text of a parameter. WordPress accepts strings and numbers; for other types the result is
 * undefined.
 */
export const textOf = (parameters: JsonObject, name: string): string | undefined => {
  const value = parameters[name];
  if (typeof value === 'string') return value;
  return isJsonNumber(value) ? value.value : undefined;
};

const isAbsent = (parameters: JsonObject, name: string): boolean =>
  (parameters[name] ?? null) === null;

const missing = (names: readonly string[]): HttpError =>
  new HttpError({
    status: 400,
    code: 'rest_missing_callback_param',
    detail: `Missing parameter(s): ${names.join(', ')}`,
    violations: names.map((name) => ({ path: [name], message: 'is required', rule: 'required' })),
  });

interface CallRules {
  readonly orderNumber?: RegExp;
  readonly required: readonly string[];
}

const word = /^\w+$/;

/**
 * Checks the URL and the required parameters of a call. WordPress makes these checks before it
 * checks the caller's right, so a caller without any right also gets these errors.
 *
 * @throws HttpError 404 `rest_no_route`; 400 if a parameter is missing, or the URL and a parameter
 * disagree
 */
export const checkCall =
  ({ orderNumber = word, required }: CallRules) =>
  async (request: FastifyRequest): Promise<void> => {
    const { orderId, intentId } = request.params as Readonly<Record<string, string | undefined>>;
    const isOrder = orderId === undefined || orderNumber.test(orderId);
    const isIntent = intentId === undefined || word.test(intentId);
    if (!isOrder || !isIntent) throw new HttpError(noRoute);
    const parameters = await wooParametersOf(request);
    const absent = required.filter((name) => isAbsent(parameters, name));
    if (absent.length > 0) throw missing(absent);
    if (orderId === undefined || isAbsent(parameters, 'order_id')) return;
    if (textOf(parameters, 'order_id') !== orderId)
      throw shapeError([{ path: ['order_id'], message: 'must be the order of the address' }]);
  };

const fieldsOf = (parameters: JsonObject): readonly string[] | undefined => {
  const fields = parameters['_fields'];
  const texts = Array.isArray(fields) ? fields : [fields];
  const names = texts
    .filter((text) => typeof text === 'string')
    .flatMap((text) => text.split(/[\s,]+/))
    .filter((name) => name !== '');
  return names.length === 0 ? undefined : names;
};

/**
 * Reduces the body of an answer to the members that the parameter `_fields` names. Without
 * `_fields` the body is returned unchanged.
 */
export const trimmed = <Body extends object>(body: Body, parameters: JsonObject): Partial<Body> => {
  const names = fieldsOf(parameters);
  if (names === undefined) return body;
  const kept = Object.entries(body).filter(([name]) => names.includes(name));
  return Object.fromEntries(kept) as Partial<Body>;
};
