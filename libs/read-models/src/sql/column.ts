import { BinaryWriter } from './binary-writer.js';

/**
 * The type of a column: how values are written to PostgreSQL and read back. Values are written in
 * binary format, because parsing UUIDs and times from text costs the server more than storing them.
 */
export interface ColumnType<Value> {
  /** The SQL type of the parameter by which a statement sends the values. */
  readonly sql: string;
  /** The SQL type of the column, if it differs from the type of the parameter. */
  readonly stored?: string;
  /** PostgreSQL's number (OID) for the parameter's type; the same in every database. */
  readonly oid: number;
  readonly bytesExpected: number;
  readonly isOptional: boolean;
  /** An SQL expression that computes the column in new rows; the program then sends no value. */
  readonly fill?: string;
  write(writer: BinaryWriter, value: Value): void;
  /** Reads a value as `pg` returns it, or as `JSON.parse` returns it from a JSON aggregate. */
  read(found: unknown): Value;
}

/** The type of a column that may have no value (NULL). */
export type OptionalColumnType<Value> = ColumnType<Value> & { readonly isOptional: true };

/** The type of a column that an SQL expression computes in new rows. */
export type FilledColumnType<Value> = ColumnType<Value> & { readonly fill: string };

type Format<Value> = Omit<ColumnType<Value>, 'isOptional'>;

const required = <Value>(
  format: Format<Value>,
): ColumnType<Value> & { readonly isOptional: false } => ({
  ...format,
  isOptional: false,
});

export const optional = <Value>(type: ColumnType<Value>): OptionalColumnType<Value> => ({
  ...type,
  isOptional: true,
});

export const filled = <Value>(
  type: ColumnType<Value>,
  fill: string,
): FilledColumnType<Value> & { readonly isOptional: false } => ({
  ...type,
  isOptional: false,
  fill,
});

const mismatch = (type: string, found: unknown): TypeError =>
  new TypeError(
    `PostgreSQL returned ${JSON.stringify(found)} where a value of type ${type} was due`,
  );

const textOf = (type: string, found: unknown): string => {
  if (typeof found !== 'string') throw mismatch(type, found);
  return found;
};

export const uuid = required<string>({
  sql: 'uuid',
  oid: 2950,
  bytesExpected: 20,
  write: (writer, value) => {
    writer.uuid(value);
  },
  read: (found) => textOf('uuid', found),
});

const wholeNumber = (type: string, found: unknown): number => {
  const value = typeof found === 'string' ? Number(found) : found;
  if (!Number.isSafeInteger(value)) throw mismatch(type, found);
  return value as number;
};

export const integer = required<number>({
  sql: 'integer',
  oid: 23,
  bytesExpected: 8,
  write: (writer, value) => {
    writer.int32(value);
  },
  read: (found) => wholeNumber('integer', found),
});

/**
 * Minor units. The ledger's limits keep amounts within safe integers (domain.md, "Limits"). Any
 * other number in the table is reported as an error, and never rounded.
 */
export const money = required<number>({
  sql: 'bigint',
  oid: 20,
  bytesExpected: 12,
  write: (writer, value) => {
    writer.int64(value);
  },
  read: (found) => wholeNumber('bigint', found),
});

/** A position in the log. */
export const position = required<bigint>({
  sql: 'bigint',
  oid: 20,
  bytesExpected: 12,
  write: (writer, value) => {
    writer.int64(value);
  },
  read: (found) => {
    if (typeof found !== 'string' && typeof found !== 'number') throw mismatch('bigint', found);
    return BigInt(found);
  },
});

/**
 * A whole number of up to 20 digits, for example the revision of the event that deleted a stream.
 * PostgreSQL's `bigint` is too small for some of these numbers.
 */
export const longNumber = required<bigint>({
  sql: 'text',
  stored: 'numeric',
  oid: 25,
  bytesExpected: 24,
  write: (writer, value) => {
    writer.text(value.toString());
  },
  read: (found) => BigInt(textOf('numeric', found)),
});

export const boolean = required<boolean>({
  sql: 'boolean',
  oid: 16,
  bytesExpected: 5,
  write: (writer, value) => {
    writer.boolean(value);
  },
  read: (found) => {
    if (typeof found !== 'boolean') throw mismatch('boolean', found);
    return found;
  },
});

/**
 * Replaces NUL characters, which PostgreSQL's text cannot hold. No API of the ledger accepts a NUL,
 * but a log may contain one.
 */
const storableText = (value: string): string =>
  value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;

/** A text column whose TypeScript type is narrower than `string`, such as a status. */
export const textAs = <Value extends string>(): ColumnType<Value> & {
  readonly isOptional: false;
} =>
  required<Value>({
    sql: 'text',
    oid: 25,
    bytesExpected: 24,
    write: (writer, value) => {
      writer.text(storableText(value));
    },
    read: (found) => textOf('text', found) as Value,
  });

export const text = textAs();

/** The SQL type is `json` and not `jsonb`, so that a value is kept exactly as it was written. */
export const json = <Value>(): ColumnType<Value> & { readonly isOptional: false } =>
  required<Value>({
    sql: 'json',
    oid: 114,
    bytesExpected: 256,
    write: (writer, value) => {
      writer.text(JSON.stringify(value));
    },
    read: (found) => found as Value,
  });

/** 1 January 2000 UTC, from which PostgreSQL counts the microseconds of a timestamp. */
const epochMs = 946_684_800_000;

/** An instant, written in RFC 3339. Reading it back gives UTC with milliseconds. */
export const timestamptz = required<string>({
  sql: 'timestamptz',
  oid: 1184,
  bytesExpected: 12,
  write: (writer, value) => {
    const ms = Date.parse(value) - epochMs;
    if (Number.isNaN(ms)) throw new TypeError(`"${value}" is no instant`);
    const micros = ms * 1_000;
    writer.int64(Number.isSafeInteger(micros) ? micros : BigInt(ms) * 1_000n);
  },
  read: (found) => {
    if (!(found instanceof Date) && typeof found !== 'string') throw mismatch('timestamptz', found);
    return new Date(found).toISOString();
  },
});

/** A calendar day, such as `2026-03-29`. */
export const date = required<string>({
  sql: 'text',
  stored: 'date',
  oid: 25,
  bytesExpected: 16,
  write: (writer, value) => {
    writer.text(value);
  },
  read: (found) => textOf('date', found),
});

/** The values of one column, one for each row that a statement writes. */
export interface ColumnValues {
  readonly type: ColumnType<unknown>;
  readonly values: readonly unknown[];
}

/**
 * Thrown if an event has a value that its column cannot hold; a repeat would fail in the same way.
 */
export class UnstorableValue extends TypeError {
  override readonly name = 'UnstorableValue';
}

const arrayHeaderBytes = 20;

/**
 * Makes one array in PostgreSQL's binary format for each column. Each column must have at least one
 * value.
 */
export const binaryArrays = (columns: readonly ColumnValues[]): Buffer[] => {
  const bytesExpected = columns.reduce(
    (sum, { type, values }) => sum + arrayHeaderBytes + type.bytesExpected * values.length,
    0,
  );
  // All columns share one buffer, because many large buffers would keep the garbage collector busy.
  const writer = new BinaryWriter(bytesExpected);
  const ends = columns.map((column) => {
    writeArray(writer, column);
    return writer.length;
  });
  const bytes = writer.take();
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
};

const writeArray = (writer: BinaryWriter, { type, values }: ColumnValues): void => {
  const dimensions = 1;
  const mayHoldNulls = 1;
  const firstIndex = 1;
  const header = [dimensions, mayHoldNulls, type.oid, values.length, firstIndex];
  for (const field of header) writer.bare32(field);
  try {
    for (const value of values) {
      if (value === null || value === undefined) writer.null();
      else type.write(writer, value);
    }
  } catch (error) {
    throw new UnstorableValue(`A value cannot be stored as ${type.sql}`, { cause: error });
  }
};
