import { parseDecimal } from '#ledger';
import type { Attributes as LedgerAttributes } from '#ledger';
import { isJsonNumber } from '../../../contract-kit/body/read-json.js';
import type { JsonNumber, JsonObject, JsonValue } from '../../../contract-kit/body/read-json.js';
import { field, type FieldOptions } from '../../../contract-kit/body/fields.js';

const bytesMax = 4_096;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value);

/**
 * Attributes are repeated in answers, so a number that a double would round is refused rather than
 * changed.
 */
const isExact = ({ value }: JsonNumber): boolean => {
  const [sent, kept] = [parseDecimal(value), parseDecimal(String(Number(value)))];
  return sent?.coefficient === kept?.coefficient && sent?.exponent === kept?.exponent;
};

const allExact = (value: JsonValue): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  if (isJsonNumber(value)) return isExact(value);
  return Object.values(value).every((member: JsonValue) => allExact(member));
};

const plain = (value: JsonValue): unknown => {
  if (isJsonNumber(value)) return Number(value.value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
};

const accepts = (value: unknown): boolean =>
  isObject(value) && allExact(value) && Buffer.byteLength(JSON.stringify(plain(value))) <= bytesMax;

/** The attributes as the domain keeps them; an empty object counts as no attributes. */
export const attributesOf = (value: JsonObject | undefined): LedgerAttributes | undefined =>
  value === undefined || Object.keys(value).length === 0
    ? undefined
    : (plain(value) as LedgerAttributes);

/**
 * A field with free-form data about an order or a row. The ledger returns the data unchanged in its
 * answers, and some contracts read values from it (ledger.md, "Register").
 */
export const AttributesField = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts,
      message: `must be an object of at most ${bytesMax} bytes with numbers that fit a double`,
      schema: { type: 'object', additionalProperties: true },
    },
    { optional: true, ...options },
  );
