import { isDay, isInstant, isObject, isUuid } from '#ledger';

/**
 * Checks a value. Returns `undefined` if the value is well formed, otherwise a JSON pointer to the
 * first malformed part. The pointer is empty if the value as a whole is malformed.
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
/** An integer >= 0. */
export const count = checkThat((value) => Number.isSafeInteger(value) && Number(value) >= 0);
/** Per cent, at most two decimals. */
export const rate = checkThat(
  (value) => Number.isFinite(value) && Math.round(Number(value) * 100) / 100 === value,
);

export const instant = checkThat((value) => typeof value === 'string' && isInstant(value));

/** A calendar day, such as `2026-03-31`. */
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
 * An object with these required and optional members. Other members are allowed, because a later
 * version of the ledger may add members.
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

/** Any JSON object: callers may store data of any form with an order. */
export const attributes = checkThat(isObject);

/** JSON whose texts PostgreSQL can store: without NUL and without half of a surrogate pair. */
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

/** The content of an event has a form that the ledger never writes. */
export class MalformedEvent extends Error {
  override readonly name = 'MalformedEvent';

  constructor(pointer: string) {
    super(`${pointer} is missing or malformed`);
  }
}

/**
 * Throws `MalformedEvent` if the data do not have this form. Later code can then use the data
 * without checking them again.
 */
export const assertShape = (shape: ShapeCheck, data: unknown): void => {
  const wrong = shape(data);
  if (wrong !== undefined) throw new MalformedEvent(`data${wrong}`);
};

/**
 * Throws `MalformedEvent` if PostgreSQL cannot store a text of the event, for example a text with a
 * NUL character.
 */
export const assertStorable = (event: { readonly data: unknown; readonly metadata: unknown }) => {
  const wrong = storable({ data: event.data, metadata: event.metadata });
  if (wrong !== undefined) throw new MalformedEvent(wrong.slice(1));
};
