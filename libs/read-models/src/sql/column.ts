import { BinaryWriter } from './binary-writer.js';

/**
 * A column that is written from rows of ours. Values go in PostgreSQL's binary format: as text, reading a UUID or an
 * instant costs the server more than storing it.
 */
export interface Column<Row> {
  /** PostgreSQL's number of the type; the same in every database. */
  readonly oid: number;
  readonly bytesExpected: number;
  write(writer: BinaryWriter, row: Row): void;
}

type Maybe<Value> = Value | null | undefined;

const column = <Row, Value>(
  { oid, bytesExpected }: Pick<Column<Row>, 'oid' | 'bytesExpected'>,
  of: (row: Row) => Maybe<Value>,
  write: (writer: BinaryWriter, value: Value) => void,
): Column<Row> => ({
  oid,
  bytesExpected,
  write: (writer, row) => {
    const value = of(row);
    if (value === null || value === undefined) writer.null();
    else write(writer, value);
  },
});

export const uuid = <Row>(of: (row: Row) => string): Column<Row> =>
  column({ oid: 2950, bytesExpected: 20 }, of, (writer, value) => {
    writer.uuid(value);
  });

export const integer = <Row>(of: (row: Row) => number): Column<Row> =>
  column({ oid: 23, bytesExpected: 8 }, of, (writer, value) => {
    writer.int32(value);
  });

export const bigint = <Row>(of: (row: Row) => Maybe<number | bigint>): Column<Row> =>
  column({ oid: 20, bytesExpected: 12 }, of, (writer, value) => {
    writer.int64(value);
  });

export const text = <Row>(of: (row: Row) => Maybe<string>): Column<Row> =>
  column({ oid: 25, bytesExpected: 24 }, of, (writer, value) => {
    writer.text(textValue(value));
  });

/** Any value that JSON can say; `undefined` is NULL. */
export const json = <Row>(of: (row: Row) => unknown): Column<Row> =>
  column({ oid: 114, bytesExpected: 256 }, of, (writer, value) => {
    writer.text(JSON.stringify(value));
  });

/** Midnight of 1 January 2000 UTC, from where PostgreSQL counts microseconds. */
const epochMs = 946_684_800_000;

/** RFC 3339. */
export const timestamptz = <Row>(of: (row: Row) => Maybe<string>): Column<Row> =>
  column({ oid: 1184, bytesExpected: 12 }, of, (writer, value) => {
    const ms = Date.parse(value) - epochMs;
    if (Number.isNaN(ms)) throw new TypeError(`"${value}" is no instant`);
    const micros = ms * 1_000;
    writer.int64(Number.isSafeInteger(micros) ? micros : BigInt(ms) * 1_000n);
  });

const arrayHeaderBytes = 20;

/** The rows as one array for each column, for `unnest`. There must be rows. */
export const arraysOf = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Buffer[] => {
  const rowBytes = columns.reduce((sum, { bytesExpected }) => sum + bytesExpected, 0);
  // One piece of memory for all: many large ones keep the garbage collector busy.
  const writer = new BinaryWriter(arrayHeaderBytes * columns.length + rowBytes * rows.length);
  const ends = columns.map((column) => {
    writeArray(writer, column, rows);
    return writer.length;
  });
  const bytes = writer.take();
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
};

const writeArray = <Row>(writer: BinaryWriter, column: Column<Row>, rows: readonly Row[]): void => {
  const dimensions = 1;
  const mayHoldNulls = 1;
  const firstIndex = 1;
  const header = [dimensions, mayHoldNulls, column.oid, rows.length, firstIndex];
  for (const part of header) writer.bare32(part);
  for (const row of rows) column.write(writer, row);
};

/** PostgreSQL's text cannot hold NUL. No contract lets one in; should one come, it must not stop the projection. */
export const textValue = (text: string): string =>
  text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
