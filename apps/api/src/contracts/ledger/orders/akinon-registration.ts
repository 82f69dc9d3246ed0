import { currencyDecimals, currencies, type RegisterOrderCommand } from '#ledger';
import {
  isJsonNumber,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../../../contract-kit/body/read-json.js';
import { type FieldPath, shapeError, type Violation } from '../../../contract-kit/http-error.js';
import { mentionsAkinon, type AkinonStores } from '../../../queries/akinon-numbers.js';
import { problems } from '../problems/problems.js';

interface Registered {
  readonly attributes?: JsonObject;
  readonly rows: readonly { readonly attributes?: JsonObject }[];
}

const isNumber = (value: JsonValue): boolean =>
  isJsonNumber(value) && /^\d+$/.test(value.value) && Number.isSafeInteger(Number(value.value));

const partOf = (attributes: JsonObject | undefined): JsonValue | undefined =>
  attributes !== undefined && Object.hasOwn(attributes, 'akinon')
    ? attributes['akinon']
    : undefined;

const violationsOf = (
  attributes: JsonObject | undefined,
  path: FieldPath,
  names: readonly string[],
): Violation[] => {
  const part = partOf(attributes);
  const at = [...path, 'attributes', 'akinon'];
  if (part === undefined) return [];
  if (!isObject(part)) return [{ path: at, message: 'must be an object' }];
  return names.flatMap((name) => {
    const value = Object.hasOwn(part, name) ? part[name] : undefined;
    const isFine = value === undefined || isNumber(value);
    return isFine ? [] : [{ path: [...at, name], message: 'must be an integer of 0 or more' }];
  });
};

const pkOf = (attributes: JsonObject | undefined): string | undefined => {
  const part = partOf(attributes);
  const pk = isObject(part) ? part['pk'] : undefined;
  return isJsonNumber(pk) ? pk.value : undefined;
};

const repeatedPks = (rows: Registered['rows']): Violation[] => {
  const seen = new Set<string>();
  return rows.flatMap(({ attributes }, index) => {
    const pk = pkOf(attributes);
    if (pk === undefined) return [];
    const isRepeated = seen.has(pk);
    seen.add(pk);
    const path = ['rows', index, 'attributes', 'akinon', 'pk'];
    return isRepeated ? [{ path, message: 'must differ from those of the other rows' }] : [];
  });
};

/**
 * Checks the numbers that an order and its rows shall have in Akinon, where callers name both by
 * integers (docs/contracts/akinon.md, "Numbers").
 *
 * @throws HttpError 400 if a value is not an integer in the documented range, or two rows have the
 * same number
 */
export const assertAkinonNumbers = ({ attributes, rows }: Registered): void => {
  const violations = [
    ...violationsOf(attributes, [], ['pk', 'channel', 'customer']),
    ...rows.flatMap((row, index) => violationsOf(row.attributes, ['rows', index], ['pk'])),
    ...repeatedPks(rows),
  ];
  if (violations.length > 0) throw shapeError(violations);
};

const decimalsShown = 2;

const needsMoreDecimals = ({ currency, rows }: RegisterOrderCommand['data']): boolean => {
  const further = currencies.has(currency) ? currencyDecimals(currency) - decimalsShown : 0;
  return further > 0 && rows.some(({ unitPrice }) => unitPrice % 10 ** further !== 0);
};

/**
 * Refuses an order whose amounts need more than two decimals, because Akinon shows only two. The
 * rule applies if the order has `akinon` attributes or its store has an Akinon key.
 *
 * @throws HttpError 422
 */
export const assertAkinonAmounts = async (
  registration: RegisterOrderCommand['data'],
  stores: Pick<AkinonStores, 'hasNow'>,
): Promise<void> => {
  if (!needsMoreDecimals(registration)) return;
  if (mentionsAkinon(registration) || (await stores.hasNow(registration.storeId)))
    throw problems.amountNotForAkinon();
};
