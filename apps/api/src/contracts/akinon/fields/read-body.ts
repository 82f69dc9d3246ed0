import {
  isObject,
  type JsonObject,
  type JsonValue,
  MalformedJson,
  readJson,
} from '../../../contract-kit/body/read-json.js';
import { invalidFields, jsonParseError } from '../akinon-envelope.js';
import { pythonTypeOf } from './scalar-fields.js';

const parsed = (body: Buffer): JsonValue => {
  try {
    return readJson(body, 'kept');
  } catch (error) {
    if (error instanceof MalformedJson) throw jsonParseError(error.message);
    throw error;
  }
};

/** The members of a body; an empty body has none. @throws HttpError 400 */
export const readBody = (body: unknown): JsonObject => {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const value = parsed(body);
  if (isObject(value)) return value;
  const message = `Invalid data. Expected a dictionary, but got ${pythonTypeOf(value)}.`;
  throw invalidFields({ non_field_errors: [message] });
};

/** A member of an object; nothing that every object has. */
export const memberOf = (object: JsonObject, name: string): JsonValue | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;
