import type { Readable } from 'node:stream';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#access';
import type { SettlementQueries, UnsettledAccount } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import type { Format } from '../../../contract-kit/tables/accepted-format.js';
import { answerTable } from '../../../contract-kit/tables/answer-table.js';
import type { CsvColumn } from '../../../contract-kit/tables/csv.js';
import { invalidCursor, limitOf, type PageResponse } from '../requests/pages.js';
import { LineResponse } from './lines.js';
import type { UnsettledQuery } from './settlements.query.js';

/**
 * The captures and refunds of one store in one currency since its last settlement, added up to the
 * position of the read model.
 */
export class UnsettledAccountResponse {
  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Time at which the first line was settled',
  })
  firstSettledAt?: string;

  @ApiProperty({ description: 'Number of lines' })
  lines!: number;

  @ApiProperty()
  captured!: number;

  @ApiProperty({ description: 'Above zero' })
  refunded!: number;
}

/** The content that the next settlement of a store in one currency would have. */
export class UnsettledResponse extends UnsettledAccountResponse {
  @ApiProperty({ type: [LineResponse] })
  items!: readonly LineResponse[];

  @ApiProperty({ type: 'string', nullable: true, description: 'Null on the last page' })
  nextCursor!: string | null;
}

const rowsPerRead = 1_000;

type Row = Plain<UnsettledAccountResponse>;

const names = [
  'store',
  'currency',
  'firstSettledAt',
  'lines',
  'captured',
  'refunded',
] as const satisfies readonly (keyof Row)[];

const columns: readonly CsvColumn<Row>[] = names.map((name) => ({ name, of: (row) => row[name] }));

const rowOf = ({ storeId, ...account }: UnsettledAccount): Row => ({ store: storeId, ...account });

interface Wanted {
  readonly query: UnsettledQuery;
  readonly caller: Caller;
  readonly reply: FastifyReply;
  readonly format: Format;
}

/**
 * Lists the caller's stores, and the currencies of each, that have something to settle.
 *
 * @throws HttpError 400 for a cursor of another list
 */
export const unsettledOverview = async (
  queries: SettlementQueries,
  { query, caller, reply, format }: Wanted,
): Promise<PageResponse<Row> | Readable> => {
  const of = {
    stores: caller.stores,
    ...(query.currency !== undefined && { currency: query.currency }),
  };
  if (format === 'csv' || format === 'ndjson') {
    return answerTable(reply, { format, rows: allAccounts(queries, of), columns });
  }
  const limit = limitOf(query);
  const after = query.cursor === undefined ? undefined : accountIn(query.cursor);
  const found = await queries.unsettledAccounts({
    ...of,
    limit: limit + 1,
    ...(after && { after }),
  });
  const items = found.slice(0, limit).map(rowOf);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : cursorOf(last) };
};

/**
 * Yields all rows, because a CSV or NDJSON answer has no cursor to fetch the rest. Only some of the
 * rows are in memory at a time.
 */
async function* allAccounts(
  queries: Pick<SettlementQueries, 'unsettledAccounts'>,
  of: Omit<Parameters<SettlementQueries['unsettledAccounts']>[0], 'limit' | 'after'>,
): AsyncGenerator<Row, void> {
  let after: UnsettledAccount | undefined;
  do {
    const limit = rowsPerRead;
    const found = await queries.unsettledAccounts({ ...of, limit, ...(after && { after }) });
    yield* found.map(rowOf);
    after = found.length < limit ? undefined : found.at(-1);
  } while (after !== undefined);
}

const cursorOf = ({ store, currency }: Row): string =>
  Buffer.from(`unsettled ${store} ${currency}`, 'latin1').toString('base64url');

const accountIn = (cursor: string): Pick<UnsettledAccount, 'storeId' | 'currency'> => {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, storeId, currency] = /^unsettled ([\w.-]{1,64}) ([A-Z]{3})$/.exec(text) ?? [];
  if (storeId === undefined || currency === undefined) throw invalidCursor();
  return { storeId, currency };
};
