import { isDay, isInstant, isUuid } from '#ledger';

/** Where in a value something is not as it has to be: a JSON pointer, empty for the value itself; `undefined`: nowhere. */
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
/** Not below 0. */
export const count = checkThat((value) => Number.isSafeInteger(value) && Number(value) >= 0);
/** Per cent, at most two decimals. */
export const rate = checkThat(
  (value) => Number.isFinite(value) && Math.round(Number(value) * 100) / 100 === value,
);

/** Only the last day of February is left to ask for. */
const plainInstant =
  /^(?:19|2\d)\d\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

export const instant = checkThat(
  (value) => typeof value === 'string' && (plainInstant.test(value) || isInstant(value)),
);

/** A day of the calendar, as `2026-03-31`. */
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

/** An object with these members, and perhaps those; what a later version may add does no harm. */
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

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Free-form data that answers repeat. */
export const attributes = checkThat(isObject);

/** Any JSON with texts as contracts let them in: no NUL and no half of a character, which databases do not take. */
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
