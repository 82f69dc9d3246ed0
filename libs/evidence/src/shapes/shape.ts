import { isDay, isInstant, isObject, isUuid } from '#ledger';

/**
 * Returns a JSON pointer to the first malformed part of a value: empty for the value itself,
 * `undefined` if it is well formed.
 */
export type ShapeCheck = (value: unknown) => string | undefined;

const checkThat =
  (holds: (value: unknown) => boolean): ShapeCheck =>
  (value) =>
    holds(value) ? undefined : '';

export const text = checkThat((value) => typeof value === 'string');
export const uuid = checkThat((value) => typeof value === 'string' && isUuid(value));
export const sha256 = checkThat(
  (value) => typeof value === 'string' && /^[\da-f]{64}$/.test(value),
);
export const whole = checkThat(Number.isSafeInteger);
/** A whole number of at least 0. */
export const count = checkThat((value) => Number.isSafeInteger(value) && Number(value) >= 0);
/** Per cent with at most two decimals. */
export const rate = checkThat(
  (value) => Number.isFinite(value) && Math.round(Number(value) * 100) / 100 === value,
);

export const instant = checkThat((value) => typeof value === 'string' && isInstant(value));

/** A calendar day, as `2026-03-31`. */
export const day = checkThat((value) => typeof value === 'string' && isDay(value));

export const oneOf = (...values: readonly unknown[]): ShapeCheck =>
  checkThat((value) => values.includes(value));

export const orNull =
  (shape: ShapeCheck): ShapeCheck =>
  (value) =>
    value === null ? undefined : shape(value);

export const listOf =
  (shape: ShapeCheck): ShapeCheck =>
  (value) => {
    if (!Array.isArray(value)) return '';
    for (let index = 0; index < value.length; index += 1) {
      const wrong = shape(value[index]);
      if (wrong !== undefined) return `/${index}${wrong}`;
    }
    return undefined;
  };

type Members = Readonly<Record<string, ShapeCheck>>;

/**
 * An object with these required and optional members. Further members are accepted: a later version
 * may add some.
 */
export const record = (required: Members, optional: Members = {}): ShapeCheck => {
  const needed = Object.entries(required);
  const others = Object.entries(optional);
  return (value) => {
    if (!isObject(value)) return '';
    for (const [name, shape] of needed) {
      const wrong = shape(value[name]);
      if (wrong !== undefined) return `/${name}${wrong}`;
    }
    for (const [name, shape] of others) {
      const member = value[name];
      const wrong = member === undefined ? undefined : shape(member);
      if (wrong !== undefined) return `/${name}${wrong}`;
    }
    return undefined;
  };
};

/** Free-form data that answers repeat. */
export const attributes = checkThat(isObject);

/**
 * Any JSON with texts as contracts let them in: no NUL and no half of a character, which databases
 * do not take.
 */
export const storable: ShapeCheck = (value) => {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\0') ? undefined : '';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const wrong = storable(name) ?? storable(member);
    if (wrong !== undefined) return `/${name}${wrong}`;
  }
  return undefined;
};

/** An event with content that the ledger never writes. */
export class MalformedEvent extends Error {
  override readonly name = 'Misshapen';

  constructor(pointer: string) {
    super(`${pointer} is missing or malformed`);
  }
}

/**
 * Throws `MalformedEvent`. The code after this check relies on the declared type of each member.
 */
export const assertShape = (shape: ShapeCheck, data: unknown): void => {
  const wrong = shape(data);
  if (wrong !== undefined) throw new MalformedEvent(`data${wrong}`);
};

/** Throws `MalformedEvent` if any text of an event cannot be stored in the database. */
export const assertStorable = (event: { readonly data: unknown; readonly metadata: unknown }) => {
  const wrong = storable({ data: event.data, metadata: event.metadata });
  if (wrong !== undefined) throw new MalformedEvent(wrong.slice(1));
};
