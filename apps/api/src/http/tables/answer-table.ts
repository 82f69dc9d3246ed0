import type { FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';
import { contentTypes } from './accepted-format.js';
import { byteOrderMarkFor } from './byte-order-mark.js';
import type { CsvColumn } from './csv.js';
import { csvStream, ndjsonStream } from './text-stream.js';

interface Table<Row> {
  readonly format: 'ndjson' | 'csv';
  readonly rows: AsyncIterable<Row>;
  readonly columns: readonly CsvColumn<Row>[];
}

/** All rows as a stream in the wanted format, with its content type put on the reply. */
export const answerTable = async <Row>(
  reply: FastifyReply,
  { format, rows, columns }: Table<Row>,
): Promise<Readable> => {
  const mark = byteOrderMarkFor(reply.request.headers.accept);
  const stream = await (format === 'csv' ? csvStream(columns, rows, mark) : ndjsonStream(rows));
  reply.header('Content-Type', contentTypes[format]).header('Vary', 'Accept');
  return stream;
};
