import { rowsMax } from '#ledger';
import { isObject, type JsonObject, type JsonValue } from '../../../contract-kit/body/read-json.js';
import { invalidFields } from '../akinon-envelope.js';
import {
  errorsIn,
  notNull,
  type ReadField,
  valueOf,
  wrong,
  pythonTypeOf,
  readInteger,
  readText,
} from './read-field.js';
import { memberOf } from './read-body.js';

/** A row to capture. */
export interface AskedItem {
  /** The number that identifies the row in Akinon (`pk`). */
  readonly pk: bigint;
  /**
   * The quantity to capture, a positive integer. If the quantity is left out, all remaining pieces
   * of the row are captured.
   */
  readonly quantity?: number;
}

/** The body of a capture. */
export interface CaptureRequest {
  readonly orderNumber: string;
  /** The rows to capture. An empty list captures the whole order. */
  readonly items: readonly AskedItem[];
}

const orderRules = { charactersMax: 128 };

/** Reads the body of a capture. @throws HttpError 400 that names each wrong field */
export const captureRequestOf = (body: JsonObject): CaptureRequest => {
  const fields = {
    order: readText(memberOf(body, 'order'), orderRules),
    order_items: readItems(memberOf(body, 'order_items')),
  };
  const errors = errorsIn(fields);
  if (errors !== undefined) throw invalidFields(errors);
  return { orderNumber: valueOf(fields.order), items: valueOf(fields.order_items) };
};

const readItems = (value: JsonValue | undefined): ReadField<readonly AskedItem[]> => {
  if (value === undefined) return { value: [] };
  if (value === null) return wrong(notNull);
  if (!Array.isArray(value)) {
    const message = `Expected a list of items but got type "${pythonTypeOf(value)}".`;
    return { errors: { non_field_errors: [message] } };
  }
  const list: readonly JsonValue[] = value;
  if (list.length > rowsMax) {
    const message = `Ensure this field has no more than ${rowsMax} elements.`;
    return { errors: { non_field_errors: [message] } };
  }
  const items = list.map(readItem);
  return items.some((item) => 'errors' in item)
    ? { errors: items.map((item) => ('errors' in item ? item.errors : {})) }
    : { value: items.map(valueOf) };
};

const readItem = (item: JsonValue): ReadField<AskedItem> => {
  if (!isObject(item)) {
    const message = `Invalid data. Expected a dictionary, but got ${pythonTypeOf(item)}.`;
    return { errors: { non_field_errors: [message] } };
  }
  const pk = readInteger(memberOf(item, 'pk'));
  const attributes = readAttributes(memberOf(item, 'attributes'));
  const errors = errorsIn({ pk, attributes });
  if (errors !== undefined) return { errors };
  return { value: { pk: valueOf(pk), ...valueOf(attributes) } };
};

const readAttributes = (
  value: JsonValue | undefined,
): ReadField<{ readonly quantity?: number }> => {
  if (value === undefined) return { value: {} };
  if (value === null) return wrong(notNull);
  if (!isObject(value))
    return wrong(`Expected a dictionary of items but got type "${pythonTypeOf(value)}".`);
  if (!Object.hasOwn(value, 'quantity')) return { value: {} };
  const quantity = readInteger(value['quantity'], { least: 1n });
  if ('errors' in quantity) return { errors: { quantity: quantity.errors } };
  // A quantity above the largest safe integer is reduced to that integer. The result is the same,
  // because no row has that many pieces and the ledger refuses the capture.
  return { value: { quantity: Math.min(Number(quantity.value), Number.MAX_SAFE_INTEGER) } };
};
