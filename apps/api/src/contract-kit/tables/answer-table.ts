import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { byteOrderMarkFor, contentTypes } from './accepted-format.js';
import { type CsvColumn, csvHeader, csvRow } from './csv.js';

interface Table<Row> {
  readonly format: 'ndjson' | 'csv';
  readonly rows: AsyncIterable<Row>;
  readonly columns: readonly CsvColumn<Row>[];
}

/**
 * Returns all rows as a stream in the requested format, and sets the `Content-Type` of the reply.
 */
export const answerTable = async <Row>(
  reply: FastifyReply,
  { format, rows, columns }: Table<Row>,
): Promise<Readable> => {
  const mark = byteOrderMarkFor(reply.request.headers.accept);
  const stream = await (format === 'csv' ? csvStream(columns, rows, mark) : ndjsonStream(rows));
  reply.header('Content-Type', contentTypes[format]).header('Vary', 'Accept');
  return stream;
};

/**
 * The size of the chunks that are sent. Smaller chunks would need more system calls, larger ones
 * more memory.
 */
const chunkCharacters = 32 * 1024;

/**
 * A stream of text that reads rows only as fast as the caller receives them. The first row is read
 * before the promise resolves, so an error there still gets a proper error answer. An error after
 * the first row closes the connection early, so that the caller notices the incomplete answer.
 */
const streamOf = async (head: string, rows: AsyncIterable<string>): Promise<Readable> => {
  const iterator = rows[Symbol.asyncIterator]();
  const first = await iterator.next();
  return Readable.from(chunks(head, first, iterator), { objectMode: false });
};

async function* chunks(
  head: string,
  first: IteratorResult<string, unknown>,
  rest: AsyncIterator<string, unknown>,
): AsyncGenerator<string, void> {
  let text = head;
  try {
    for (let next = first; next.done !== true; next = await rest.next()) {
      text += next.value;
      if (text.length < chunkCharacters) continue;
      yield text;
      text = '';
    }
    if (text !== '') yield text;
  } finally {
    await rest.return?.();
  }
}

async function* mapped<Row>(
  rows: AsyncIterable<Row>,
  textOf: (row: Row) => string,
): AsyncGenerator<string, void> {
  for await (const row of rows) yield textOf(row);
}

/** The rows as NDJSON, with one JSON text in each line. */
export const ndjsonStream = <Row>(rows: AsyncIterable<Row>): Promise<Readable> =>
  streamOf(
    '',
    mapped(rows, (row) => `${JSON.stringify(row)}\n`),
  );

/**
 * The rows as CSV, with a header row. `mark` is empty or a byte order mark (`byteOrderMarkFor`).
 */
export const csvStream = <Row>(
  columns: readonly CsvColumn<Row>[],
  rows: AsyncIterable<Row>,
  mark = '',
): Promise<Readable> =>
  streamOf(
    mark + csvHeader(columns),
    mapped(rows, (row) => csvRow(columns, row)),
  );
