import {
  isObject,
  type JsonObject,
  type JsonValue,
  MalformedJson,
  readJson,
} from '../../../contract-kit/body/read-json.js';
import { invalidFields, jsonParseError } from '../akinon-envelope.js';
import { pythonTypeOf } from './read-field.js';

const parsed = (body: Buffer): JsonValue => {
  try {
    return readJson(body, 'kept');
  } catch (error) {
    if (error instanceof MalformedJson) throw jsonParseError(error.message);
    throw error;
  }
};

/** Parses a body; an empty body counts as `{}`. @throws HttpError 400 */
export const readBody = (body: unknown): JsonObject => {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const value = parsed(body);
  if (isObject(value)) return value;
  const message = `Invalid data. Expected a dictionary, but got ${pythonTypeOf(value)}.`;
  throw invalidFields({ non_field_errors: [message] });
};

/** A member of a JSON object; undefined for inherited names such as `constructor`. */
export const memberOf = (object: JsonObject, name: string): JsonValue | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;
