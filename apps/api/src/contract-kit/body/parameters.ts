import { Busboy } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import { shapeError } from '../http-error.js';
import { assertPlainEncoding } from '../request-head.guard.js';
import {
  isObject,
  type JsonList,
  type JsonObject,
  type JsonValue,
  MalformedJson,
  readJson,
} from './read-json.js';

const fieldsMax = 1_000;
const formTypes = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

const wrongBody = (message: string, rule: string) => shapeError([{ path: [], message, rule }]);

/**
 * The fields of a form. If a name is given twice, the last value counts; a name that ends in `[]`
 * is the list of all its values.
 */
const formOf = async (contentType: string, body: Buffer): Promise<JsonObject> => {
  const fields: Record<string, JsonValue> = {};
  // The parser reads one field more than allowed. Otherwise a form with exactly the allowed number
  // would look like one that was cut off.
  const most = fieldsMax + 1;
  const limits = { fields: most, parts: most, fieldNameSize: 256, headerPairs: 20 };
  let count = 0;
  await new Promise<void>((resolve, reject) => {
    const refuse = (): void => {
      reject(wrongBody('must be a well-formed form', 'form'));
    };
    try {
      const parser = new Busboy({ headers: { 'content-type': contentType }, limits });
      parser.on('field', (name, value, nameCut, valueCut) => {
        count += 1;
        const isCut = nameCut || valueCut;
        if (isCut || hasNul(name) || hasNul(value) || count > fieldsMax) refuse();
        else addParameter(fields, name, value);
      });
      parser.on('error', refuse);
      parser.on('finish', resolve);
      parser.end(body);
    } catch {
      refuse();
    }
  });
  return fields;
};

/** A name that ends in `[]` is a list of all values that were given to it. */
const addParameter = (target: Record<string, JsonValue>, name: string, value: string): void => {
  if (!name.endsWith('[]')) {
    setMember(target, name, value);
    return;
  }
  const before = target[name];
  setMember(target, name, [...(Array.isArray(before) ? (before as JsonList) : []), value]);
};

/**
 * Defines the member on the object itself. A plain assignment to `__proto__` would change the
 * object's prototype instead.
 */
const setMember = (target: Record<string, JsonValue>, name: string, value: JsonValue): void => {
  Object.defineProperty(target, name, {
    value,
    ...{ configurable: true, enumerable: true, writable: true },
  });
};

const jsonOf = (body: Buffer): JsonObject => {
  try {
    const value = readJson(body);
    if (isObject(value)) return value;
  } catch (error) {
    if (error instanceof MalformedJson) throw wrongBody(error.message, 'json');
    throw error;
  }
  throw wrongBody('must be an object', 'object');
};

/**
 * The parameters of the query. If a name is given twice, the last value counts; a name that ends in
 * `[]` is the list of all its values.
 */
export const queryParametersOf = ({ originalUrl }: FastifyRequest): JsonObject => {
  const start = originalUrl.indexOf('?');
  const fields: Record<string, JsonValue> = {};
  if (start === -1) return fields;
  for (const [name, value] of new URLSearchParams(originalUrl.slice(start + 1)))
    addParameter(fields, name, value);
  return fields;
};

/** True if the content type of the request is that of a form. */
export const isForm = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean =>
  formTypes.test(headers['content-type'] ?? '');

/**
 * The fields of a form. The result is empty if the content type is not that of a form.
 *
 * @throws HttpError 400 for a malformed form, 415 for a compressed form
 */
export const formParametersOf = async (request: FastifyRequest): Promise<JsonObject> => {
  const { body, headers } = request;
  if (!Buffer.isBuffer(body) || body.length === 0 || !isForm(request)) return {};
  assertPlainEncoding(request);
  return formOf(headers['content-type'] ?? '', body);
};

const hasNul = (value: JsonValue): boolean =>
  [value].flat().some((each) => typeof each === 'string' && each.includes('\0'));

/** Refuses U+0000, because PostgreSQL does not store it. */
const assertStorable = (query: JsonObject): void => {
  const found = Object.entries(query).find(([name, value]) => hasNul(name) || hasNul(value));
  if (found === undefined) return;
  throw shapeError([{ path: [found[0]], message: 'must not contain U+0000' }]);
};

/**
 * The parameters in the query and the body of a request. If both have a parameter of the same name,
 * the body wins. An empty body adds no parameters. The values are unchecked: pass the result to
 * `readDto`.
 *
 * @throws HttpError 400 for a malformed body or U+0000 in the query; 415 for a compressed body
 */
export const parametersOf = async (request: FastifyRequest): Promise<JsonObject> => {
  const { body, headers } = request;
  const query = queryParametersOf(request);
  assertStorable(query);
  if (!Buffer.isBuffer(body) || body.length === 0) return query;
  assertPlainEncoding(request);
  const contentType = headers['content-type'] ?? '';
  if (isForm(request)) return { ...query, ...(await formParametersOf(request)) };
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType)) return query;
  return withJson(query, jsonOf(body));
};

/**
 * The parameters of query and body together. A null in the body does not hide a value in the query:
 * WordPress looks for a parameter in the body first, and a null is none there.
 */
const withJson = (query: JsonObject, body: JsonObject): JsonObject => {
  const members = Object.entries(body);
  const given = members.filter(([name, value]) => value !== null || !Object.hasOwn(query, name));
  return { ...query, ...Object.fromEntries(given) };
};
